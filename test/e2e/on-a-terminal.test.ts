import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Terminal } from '../rig/pty.ts';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { silentMirror } from '../rig/silent-mirror.ts';

const SIGINT = 2;

test.each([
  ['Ctrl-C', '\x03'],
  ['Escape', '\x1b'],
])(
  'x asks which toolbox, and %s turns the question down as it would end any tool',
  async (_, key) => {
    await using terminal = new Terminal(TACKLE, ['x'], { cwd: '/', env: tackleEnv() });
    await terminal.expect(/Which toolbox\?/);
    terminal.send('pytho');
    await terminal.expect(/python@3/);
    terminal.send(key);
    expect(await terminal.ended).toEqual({ status: null, signal: SIGINT });
  },
);

test('work that takes time is one line, which is gone when it ends', async () => {
  using project = scratch('waiting');
  await using mirror = await silentMirror();
  writeFileSync(
    join(project.path, 'tackle.yaml'),
    'toolboxes:\n  t: {debian: bookworm, packages: [tree], commands: [tree]}\n',
  );
  await using terminal = new Terminal(TACKLE, ['tree'], {
    cwd: project.path,
    env: { ...tackleEnv(), TACKLE_DEBIAN_MIRROR: mirror.url, XDG_CACHE_HOME: project.path },
    columns: 60,
  });
  await terminal.expect(/tackle: build bookworm: tree · 1 s/);
  terminal.send('\x03');
  expect(await terminal.ended).toEqual({ status: null, signal: SIGINT });
  // A line feed would leave what stands before it on the screen.
  expect(terminal.raw).not.toContain('\n');
  expect(terminal.raw).toMatch(/\r\x1b\[K$/);
});

test('problems are in colour, and without NO_COLOR only', async () => {
  const shown = async (env: Record<string, string>) => {
    await using terminal = new Terminal(TACKLE, ['nothing'], {
      cwd: '/',
      env: { ...tackleEnv(), ...env },
    });
    expect(await terminal.ended).toEqual({ status: 127, signal: null });
    return terminal.raw;
  };
  expect(await shown({})).toContain('\x1b[31mtackle:');
  expect(await shown({ NO_COLOR: '1' })).not.toContain('\x1b');
});
