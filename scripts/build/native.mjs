// Compiles native/, PID 1 of every container, into one static file for this machine's architecture.
// Without a C compiler the build still succeeds, and launches say what is missing.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const PLATFORMS = { x64: 'linux-amd64', arm64: 'linux-arm64' };
const FLAGS = ['-static', '-Os', '-s', '-std=c11', '-Wall', '-Wextra', '-Werror'];

export default async function buildNative({ root, dist }) {
  const platform = PLATFORMS[process.arch];
  const compiler = ['musl-gcc', 'cc', 'gcc', 'clang'].find(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
  );
  if (process.platform !== 'linux' || platform === undefined || compiler === undefined) {
    process.stderr.write('build: no C compiler for Linux here, so native/ was left out\n');
    return;
  }
  mkdirSync(join(dist, 'native'), { recursive: true });
  const output = join(dist, 'native', `init-${platform}`);
  // A container may be starting from dist/ right now: it is to find the one before or the one after.
  const fresh = `${output}.new`;
  const sources = readdirSync(join(root, 'native')).filter((name) => name.endsWith('.c'));
  execFileSync(compiler, [...FLAGS, '-o', fresh, ...sources], {
    cwd: join(root, 'native'),
    stdio: 'inherit',
  });
  renameSync(fresh, output);
}
