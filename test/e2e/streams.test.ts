import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { rig } from '../rig/rig.ts';
import { runTackle, startTackle, TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { kitProject } from './kit-project.ts';

const exec = promisify(execFile);

test.for([0, 1, 7, 125, 126, 127, 143, 255])('exit status %i comes back', async (status) => {
  using project = kitProject();
  const args = ['python3', '-c', `import sys; sys.exit(${status})`];
  const end = await runTackle(args, { cwd: project.path });
  expect(end).toMatchObject({
    status,
    signal: null,
    stdout: Buffer.from(''),
    stderr: Buffer.from(''),
  });
});

test.for(['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP', 'SIGABRT', 'SIGSEGV'] as const)(
  'a tool killed by %s makes the caller see that death',
  async (signal) => {
    using project = kitProject();
    const args = ['bash', '-c', `kill -${signal.slice(3)} $$`];
    const end = await runTackle(args, { cwd: project.path });
    expect(end).toMatchObject({ status: null, signal });
  },
);

test('a signal to the launcher is the tool’s to handle', async () => {
  using project = kitProject();
  const script = 'trap "echo caught; exit 9" USR1; echo ready; while :; do sleep 0.05; done';
  const child = startTackle(['bash', '-c', script], { cwd: project.path });
  await once(child.stdout, 'data');
  const said = once(child.stdout, 'data') as Promise<[Buffer]>;
  child.kill('SIGUSR1');
  expect((await said)[0].toString()).toBe('caught\n');
  expect(await once(child, 'close')).toEqual([9, null]);
});

test('all byte values pass both ways, and the outputs stay apart', async () => {
  using project = kitProject();
  const input = Buffer.from(Array.from({ length: 256 * 40 }, (_, index) => index % 256));
  const args = ['bash', '-c', 'cat; echo to stderr >&2'];
  const end = await runTackle(args, { cwd: project.path, input });
  expect(end).toMatchObject({ status: 0, stdout: input, stderr: Buffer.from('to stderr\n') });
});

test('arguments arrive as they are', async () => {
  using project = kitProject();
  const words = ['', ' ', 'a b', '\n', '"', "'", '$(id)', '--', '-h', '--version', 'é', '*'];
  const script = 'import sys, json; print(json.dumps(sys.argv[1:]))';
  const end = await runTackle(['python3', '-c', script, ...words], { cwd: project.path });
  expect(JSON.parse(end.stdout.toString())).toEqual(words);
});

test('a reader that goes away ends the tool by SIGPIPE, also one that ignores the signal', async () => {
  using project = kitProject();
  const line = async (tool: string) => {
    const script = `${tool} | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const options = { cwd: project.path, env: tackleEnv() };
    return (await exec('bash', ['-c', script], options)).stdout;
  };
  expect(await line(`'${TACKLE}' bash -c 'while :; do echo y; done'`)).toBe('y\n141\n');
  const python = 'import os\nwhile True: os.write(1, b"y\\n")';
  expect(await line(`'${TACKLE}' python3 -c '${python}' 2>/dev/null`)).toBe('y\n1\n');
});

test('a program that is not in the image is 127, one that cannot be executed 126', async () => {
  using project = kitProject();
  appendFileSync(
    join(project.path, 'tackle.yaml'),
    `  odd: {image: '${rig().kit.tag}', commands: {gone: /nowhere/gone, data: /etc/hostname}}\n`,
  );
  const gone = await runTackle(['gone'], { cwd: project.path });
  expect(gone).toMatchObject({ status: 127, stdout: Buffer.from('') });
  expect(gone.stderr.toString()).toContain('/nowhere/gone');
  const data = await runTackle(['data'], { cwd: project.path });
  expect(data).toMatchObject({ status: 126, stdout: Buffer.from('') });
  expect(data.stderr.toString()).toContain('/etc/hostname');
});
