import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { kitProject } from './kit-project.ts';

const exec = promisify(execFile);

interface Passage {
  /** How many bytes came out. */
  readonly bytes: number;
  /** The launcher's peak memory in KiB. */
  readonly peak: number;
}

/** What becomes of so many MiB on their way through `tackle`, as the script sends them. */
async function passage(script: string, mebibytes: number): Promise<Passage> {
  using project = kitProject();
  const report = join(project.path, 'peak');
  const preload = `--require=${join(import.meta.dirname, 'peak-memory.cjs')}`;
  const tackle = `tackle() { NODE_OPTIONS='${preload}' TACKLE_TEST_PEAK='${report}' '${TACKLE}' "$@"; }`;
  const { stdout } = await exec('bash', ['-c', `${tackle}; size=${mebibytes}M; ${script}`], {
    cwd: project.path,
    env: tackleEnv(),
  });
  return { bytes: Number(stdout), peak: Number(readFileSync(report, 'utf8')) };
}

/** Counts, and is slower than whoever writes to it. */
const SLOW = `python3 -c '
import os, time
total = 0
while chunk := os.read(0, 65536):
    total += len(chunk)
    time.sleep(0.0005)
print(total)'`;

test.each([
  ['through the tool', `head -c $size /dev/zero | tackle cat | wc -c`],
  ['to a slow reader', `tackle head -c $size /dev/zero | ${SLOW}`],
  ['into a slow tool', `head -c $size /dev/zero | tackle ${SLOW}`],
])('any amount passes in as much memory as a little: %s', async (_way, script) => {
  const [little, much] = [await passage(script, 16), await passage(script, 256)];
  expect([little.bytes, much.bytes]).toEqual([2 ** 24, 2 ** 28]);
  expect(much.peak / little.peak).toBeLessThan(1.5);
});
