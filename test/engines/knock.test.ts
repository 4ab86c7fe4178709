import { execFile } from 'node:child_process';
import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { knock } from '../../src/engines/knock.ts';
import { fakeHome, listenOn } from './fake-home.ts';

const run = promisify(execFile);

test('a server that listens, also through a symbolic link', async () => {
  const home = await fakeHome();
  await listenOn(join(home, 'd.sock'));
  await symlink('d.sock', join(home, 'link.sock'));
  expect(await knock(join(home, 'd.sock'))).toEqual({ kind: 'listening' });
  expect(await knock(join(home, 'link.sock'))).toEqual({ kind: 'listening' });
});

test('no file, and a file where a directory should be', async () => {
  const home = await fakeHome({ file: '' });
  expect(await knock(join(home, 'd.sock'))).toEqual({ kind: 'absent' });
  expect(await knock(join(home, 'file/d.sock'))).toEqual({ kind: 'absent' });
});

test('a file that is no socket', async () => {
  const home = await fakeHome({ 'd.sock': '' });
  expect(await knock(join(home, 'd.sock'))).toEqual({ kind: 'dead', code: 'ECONNREFUSED' });
});

test('a socket whose server died', async () => {
  const home = await fakeHome();
  const path = join(home, 'd.sock');
  // A killed process does not remove the socket that it made, as a server that closes does.
  const serve = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await expect(run(process.execPath, ['-e', serve])).rejects.toMatchObject({ signal: 'SIGKILL' });
  expect(await knock(path)).toEqual({ kind: 'dead', code: 'ECONNREFUSED' });
});

describe('as an ordinary user', () => {
  /** Root may open any socket, so another user has to try; setpriv is what makes one of root. */
  const ordinary =
    process.getuid?.() === 0
      ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath]
      : [process.execPath];

  test.each([
    ['the socket', 'closed/d.sock', 'closed/d.sock'],
    ['a directory above it', 'closed/d.sock', 'closed'],
  ])('%s is closed', async (_title, socket, closed) => {
    const home = await fakeHome();
    await listenOn(join(home, socket));
    await chmod(join(home, closed), 0o000);
    const module = join(import.meta.dirname, '../../src/engines/knock.ts');
    const { code } = await compiled(module);
    const ask = `${code}\nknock(${JSON.stringify(join(home, socket))}).then((answer) => console.log(JSON.stringify(answer)))`;
    const [program, ...args] = [...ordinary, '--input-type=module', '-e', ask];
    const { stdout } = await run(program, args, { cwd: '/' });
    await chmod(join(home, closed), 0o755);
    expect(JSON.parse(stdout)).toEqual({ kind: 'denied' });
  });
});

/** Node 20 runs no TypeScript: the module as JavaScript, to be given to another process. */
async function compiled(file: string): Promise<{ readonly code: string }> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
  });
  return { code: outputFiles[0]?.text ?? '' };
}
