import { expect, test } from 'vitest';
import { Terminal } from './pty.ts';
import { scratch } from './scratch.ts';
import { Screen } from './tmux.ts';

const env = { PATH: process.env['PATH'], TERM: 'xterm-256color', PS1: 'ready> ' };
const bash = ['--norc', '--noprofile', '-i'] as const;

test('a terminal carries a conversation, a resize and an exit status', async () => {
  await using terminal = new Terminal('bash', bash, { cwd: '/', env, columns: 90, rows: 30 });
  await terminal.expect('ready> ');
  terminal.send('stty size\r');
  await terminal.expect(/^30 90$/m);
  terminal.resize(100, 40);
  terminal.send('stty size; exit 7\r');
  await terminal.expect(/^40 100$/m);
  expect(await terminal.ended).toEqual({ status: 7, signal: null });
});

test('a terminal tells of death by signal', async () => {
  await using terminal = new Terminal('bash', bash, { cwd: '/', env });
  await terminal.expect('ready> ');
  terminal.send('kill -KILL $$\r');
  expect(await terminal.ended).toEqual({ status: null, signal: 9 });
});

test('what a terminal never shows is an error that tells what it did show', async () => {
  await using terminal = new Terminal('bash', bash, { cwd: '/', env, patience: 500 });
  await terminal.expect('ready> ');
  terminal.send('echo here\r');
  await expect(terminal.expect('elsewhere')).rejects.toThrow(/not within 500 ms[^]*^here$/m);
});

test('a screen shows what a person would see', async () => {
  using directory = scratch('screen');
  const shown = { PATH: process.env['PATH'] ?? '', PS1: 'ready> ' };
  await using screen = await Screen.open(['bash', ...bash], { cwd: directory.path, env: shown });
  await screen.waitFor(/^ready>/);
  await screen.type("printf 'a\\rb\\n'");
  await screen.press('Enter');
  expect(await screen.waitFor(/^ready>.*\n.+\nready>/)).toMatch(/^b$/m);
});
