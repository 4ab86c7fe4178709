import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runTackle } from '../rig/run-tackle.ts';
import { rig } from '../rig/rig.ts';
import { scratch } from '../rig/scratch.ts';
import { ShimmedProject } from './shimmed-project.ts';

/* What is told of a launch to whoever asks: `--verbose`, and `TACKLE_LOG`. */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);

beforeEach(() => {
  place = scratch('launch-log');
  mkdirSync(at('project'));
  const config = `image: '${rig().kit.tag}', network: none, commands: [sh, cat]`;
  writeFileSync(at('project/tackle.yaml'), `toolboxes:\n  kit: {${config}}\n`);
});

afterEach(() => place[Symbol.dispose]());

const ENGINES = ['docker', 'embedded'] as const;
const SAYS = ['-c', 'echo out; echo err >&2; exit 7', 'sesame'];

async function run(args: readonly string[], env: Readonly<Record<string, string>>) {
  const ended = await runTackle(args, {
    cwd: at('project'),
    env: {
      PASS_WORD: 'sesame',
      TACKLE_IMAGE_STORE: join(rig().scratch, 'fast-path-store'),
      ...env,
    },
  });
  return { ...ended, out: ended.stdout.toString(), err: ended.stderr.toString() };
}

function logged(file: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test.each(ENGINES)(
  '%s: --verbose tells why before the tool runs, and the times after',
  async (engine) => {
    await run(['sh', '-c', ':'], { TACKLE_ENGINE: engine });
    const { status, out, err } = await run(['--verbose', 'sh', ...SAYS], { TACKLE_ENGINE: engine });
    expect([status, out]).toEqual([7, 'out\n']);
    const lines = err.trimEnd().split('\n');
    expect(lines.map((line) => /^(?:tackle: )?[\w ]*/.exec(line)?.[0])).toEqual([
      'tackle: command',
      'tackle: engine',
      'tackle: image',
      'tackle: plan',
      'err',
      'tackle: times in ms',
    ]);
    expect(lines[0]).toContain('`sh` is `sh` of `kit`: as tackle.yaml:2:3 says');
    expect(lines[1]).toMatch(
      new RegExp(`^tackle: engine: \`${engine}\`.*: as TACKLE_ENGINE says$`),
    );
    expect(lines[2]).toMatch(/not locked, it was here$/);
    const told = [...lines[5]!.matchAll(/([a-z][a-z -]*) \d+(?:,|$)/g)].map(([, name]) => name);
    const bytes = engine === 'docker' ? ['create', 'start', 'first byte'] : ['start'];
    expect(told).toEqual([
      ...['start-up', 'config', 'trust', 'plan', 'engine', 'image'],
      ...bytes,
      'total',
    ]);
    expect(err).not.toContain('sesame');
  },
);

test('TACKLE_LOG=1 tells the same, and 0 nothing', async () => {
  const told = await run(['sh', '-c', ':'], { TACKLE_LOG: '1' });
  expect(told.err).toMatch(/^tackle: command: (?:.*\n){4}tackle: times in ms: .*\n$/);
  expect((await run(['sh', '-c', ':'], { TACKLE_LOG: '0' })).err).toBe('');
});

test('TACKLE_LOG=FILE has a line for each launch, and nothing of it is shown', async () => {
  const env = { TACKLE_LOG: at('log') };
  const first = await run(['sh', ...SAYS], env);
  expect([first.status, first.out, first.err]).toEqual([7, 'out\n', 'err\n']);
  expect((await run(['sh', '-c', 'kill -9 $$'], env)).signal).toBe('SIGKILL');
  expect((await run(['hs'], env)).status).toBe(127);
  expect(logged(at('log'))).toMatchObject([
    { command: 'sh', toolbox: 'kit', project: at('project'), way: 'node', end: { status: 7 } },
    { command: 'sh', end: { signal: 'SIGKILL' } },
    { command: 'hs', end: { problem: 'catalog/unknown-command' } },
  ]);
  expect(statSync(at('log')).mode & 0o777).toBe(0o600);
  expect(readFileSync(at('log'), 'utf8')).not.toContain('sesame');
});

test('a log that cannot be written to is complained of, and the tool has run', async () => {
  writeFileSync(at('other'), '');
  symlinkSync(at('other'), at('log'));
  const { status, out, err } = await run(['sh', ...SAYS], { TACKLE_LOG: at('log') });
  expect([status, out]).toEqual([7, 'out\n']);
  expect(err).toContain(
    `tackle: the launch is not in the log \`${at('log')}\`: it is a symbolic link`,
  );
  expect(readFileSync(at('other'), 'utf8')).toBe('');
});

test.each(ENGINES)('%s: a launch by a shim is told of as well', async (engine) => {
  await using project = new ShimmedProject(engine, { TACKLE_LOG: at('log') });
  const { status, out } = await project.run('sh', ['-c', 'echo here; exit 3']);
  expect([status, out]).toEqual([3, 'here\n']);
  expect(logged(at('log'))).toMatchObject([{ command: 'sh', engine, end: { status: 3 } }]);
});
