import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeConfig } from '../config/describe.ts';
import { packageRoot } from '../host/package-root.ts';
import type { CommandMain, Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import { configText } from './config-text.ts';
import { readConfig } from './read-surroundings.ts';
import { writeJson, writeOut } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle config show [--json]`, `tackle config schema`. */
export const main: CommandMain = async ({ words, options }, context) =>
  words[0] === 'schema' ? printSchema() : show(options['json'] === true, context);

async function show(asJson: boolean, context: Context): Promise<Outcome> {
  const config = await readConfig(context);
  if (!config.ok) return failed(...config.error);
  const described = describeConfig(config.value);
  return asJson
    ? writeJson(described)
    : writePaged(configText(described, context.cwd.logical), context);
}

async function printSchema(): Promise<Outcome> {
  return writeOut(await readFile(join(packageRoot(), 'schema/tackle.schema.json'), 'utf8'));
}
