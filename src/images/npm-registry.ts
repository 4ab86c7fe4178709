import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { homeDir } from '../host/directories.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULT = 'https://registry.npmjs.org';

/**
 * The npm registry as npm itself finds it, for the plain cases: `npm_config_registry` in either case,
 * then `registry=` in the user's npmrc. Without a slash at its end.
 */
export async function npmRegistry(env: Environment): Promise<string> {
  const said = npmConfig(env, 'registry') ?? (await registryOfUser(env)) ?? DEFAULT;
  return said.replace(/\/+$/, '');
}

async function registryOfUser(env: Environment): Promise<string | undefined> {
  const file = npmConfig(env, 'userconfig') ?? join(homeDir(env), '.npmrc');
  const text = await readFile(file, 'utf8').catch(() => '');
  const value = /^\s*registry\s*=\s*["']?([^"'\s]+)/m.exec(text)?.[1];
  return value?.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => env[name] ?? '');
}

function npmConfig(env: Environment, name: string): string | undefined {
  const value = env[`npm_config_${name}`] ?? env[`NPM_CONFIG_${name.toUpperCase()}`];
  return value === '' ? undefined : value;
}
