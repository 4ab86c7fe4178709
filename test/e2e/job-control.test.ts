import { expect, test } from 'vitest';
import { interactiveShell, terminalIsAsItWas } from './interactive-shell.ts';
import { kitProject } from './kit-project.ts';

test('Ctrl-Z gives the prompt back, fg goes on, and the terminal is as it was', async () => {
  using project = kitProject();
  await using terminal = await interactiveShell(project.path);
  terminal.send('tackle python3\r');
  await terminal.expect('>>> ');
  terminal.send('kept = 41\r');
  await terminal.expect('>>> ');
  terminal.send('\x1a');
  await terminal.expect(/Stopped[^]*sh> /);
  await terminalIsAsItWas(terminal);
  terminal.send('fg\r');
  await terminal.expect(/\ntackle .*\n/);
  terminal.send('kept + 1\r');
  await terminal.expect(/\n42\n/);
  terminal.send('exit()\r');
  await terminal.expect('sh> ');
  await terminalIsAsItWas(terminal);
});

test('in the background a tool runs, and stops when it wants to read', async () => {
  using project = kitProject();
  await using terminal = await interactiveShell(project.path);
  terminal.send('tackle bash -c "echo wrote; read line; echo read \\$line" &\r');
  await terminal.expect(/wrote\n/);
  terminal.send('until [ "$(jobs -s)" ]; do sleep 0.05; done; echo it "stopped"\r');
  await terminal.expect(/\nit stopped\n[^]*sh> $/);
  terminal.send('fg\r');
  await terminal.expect(/\ntackle .*\n/);
  terminal.send('this\r');
  await terminal.expect(/\nread this\n[^]*sh> $/);
  await terminalIsAsItWas(terminal);
});

test('Ctrl-C ends a loop of the shell around a tool', async () => {
  using project = kitProject();
  await using terminal = await interactiveShell(project.path);
  terminal.send('for i in 1 2 3; do tackle bash -c "echo round $i; sleep 60"; done; echo after\r');
  await terminal.expect(/\nround 1\n/);
  terminal.send('\x03');
  await terminal.expect(/\^C[^]*sh> /);
  expect(terminal.text).not.toMatch(/round 2\n/);
  await terminalIsAsItWas(terminal);
});

test('in a pipe to a pager the tool leaves the keys to the pager', async () => {
  using project = kitProject();
  await using terminal = await interactiveShell(project.path);
  terminal.send('tackle bash -c "seq 1 200; echo said >&2" | less\r');
  await terminal.expect(/\n22\n/);
  terminal.send('G');
  await terminal.expect(/\n200\n/);
  terminal.send('q');
  await terminal.expect(/sh> $/);
  await terminalIsAsItWas(terminal);
});

test('modes that another of the pipeline has changed meanwhile stay changed', async () => {
  using project = kitProject();
  await using terminal = await interactiveShell(project.path);
  terminal.send('mkfifo go; exec 5<>go; stty -echoctl\r');
  const answers = '{ read up; stty echoctl </dev/tty; echo on >&5; }';
  terminal.send(`tackle bash -c "echo up; read on" <&5 | ${answers}; echo it "ended"\r`);
  await terminal.expect(/\nit ended\n[^]*sh> $/);
  await terminalIsAsItWas(terminal);
});

test('a tool with a full screen draws it, and gives the terminal back when it is killed', async () => {
  using project = kitProject();
  await using terminal = await interactiveShell(project.path);
  terminal.send('seq 1 500 > lines; tackle vim.tiny lines\r');
  await terminal.expect(/"lines"/);
  terminal.send('G');
  await terminal.expect(/500/);
  terminal.send(':q!\r');
  await terminal.expect(/sh> $/);
  await terminalIsAsItWas(terminal);
  terminal.send(`tackle bash -c 'stty raw -echo; echo mine; kill -9 $$'\r`);
  await terminal.expect(/Killed[^]*sh> $/);
  await terminalIsAsItWas(terminal);
});
