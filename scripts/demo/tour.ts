import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from '../../test/rig/pty.ts';

// Bundled into .cache/ by scripts/demo.mjs, which starts it in the package's directory.
const root = process.cwd();
const tackle = join(root, 'bin/tackle');
const hello = join(root, 'examples/hello');
const paper = join(root, 'examples/paper');

/** Longest wait for a prompt's answer, in milliseconds; images are built before, so this is plenty. */
const PATIENCE = 60_000;

/** What is typed at a prompt, and what has to come back. */
interface Exchange {
  readonly type: string;
  readonly expect: RegExp;
}

interface Prompt {
  readonly command: string;
  readonly prompt: RegExp;
  readonly exchanges: readonly Exchange[];
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function heading(text: string): void {
  say(`\n\n== ${text}\n`);
}

/** Runs a command with this program's own streams, as a shell would. Throws when it fails. */
async function run(directory: string, ...args: readonly string[]): Promise<void> {
  say(`$ tackle ${args.join(' ')}`);
  const child = spawn(tackle, args, { cwd: directory, stdio: ['ignore', 'inherit', 'inherit'] });
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error(`tackle ${args.join(' ')} failed`);
}

/** Opens a prompt in a real terminal, types into it, and leaves it with Ctrl-D. */
async function converse({ command, prompt, exchanges }: Prompt): Promise<void> {
  say(`$ tackle ${command}`);
  const env = { ...process.env, TERM: 'xterm-256color' };
  const echo = (text: string): void => void process.stdout.write(text);
  await using terminal = new Terminal(tackle, [command], {
    cwd: hello,
    env,
    patience: PATIENCE,
    echo,
  });
  for (const { type, expect } of exchanges) {
    await terminal.expect(prompt);
    terminal.send(`${type}\r`);
    await terminal.expect(expect);
  }
  await terminal.expect(prompt);
  terminal.send('\x04');
  const end = await terminal.ended;
  if (end.status !== 0) throw new Error(`tackle ${command} ended with ${JSON.stringify(end)}`);
}

async function interpreters(): Promise<void> {
  say('Everything below runs in containers or sandboxes; none of these tools is installed here.');
  say('The images are built from Debian and npm packages (examples/hello/tackle.yaml says');
  say('`source: packages`), so no image registry is needed. The first use of each takes a while.');
  say(`\n$ cd ${hello}`);

  heading('What runs the tools here');
  await run(hello, 'engines');

  heading('Python 2.7: dividing integers gives an integer');
  await run(hello, 'python2.7', 'hello.py');
  await converse({
    command: 'python2.7',
    prompt: />>> $/,
    exchanges: [{ type: '5 / 2 == 2.5', expect: /^False$/m }],
  });

  heading('Python 3: the same script, and the walrus operator');
  await run(hello, 'python3', 'hello.py');
  await converse({
    command: 'python3',
    prompt: />>> $/,
    exchanges: [
      { type: 'a = 11', expect: /a = 11/ },
      { type: '(b := a) > 10', expect: /^True$/m },
    ],
  });

  heading('Node 10.16.3, exactly');
  await run(hello, 'node', 'hello.js');
  await converse({
    command: 'node',
    prompt: /> $/,
    exchanges: [{ type: 'process.version', expect: /^'v10\.16\.3'$/m }],
  });
}

async function document(): Promise<void> {
  const pdf = join(paper, 'build/paper.pdf');
  rmSync(join(paper, 'build'), { recursive: true, force: true });
  heading('LaTeX: a page with a figure, a table and a bibliography');
  say(
    'The project describes this toolbox itself, in examples/paper/tackle.yaml. It has no network.',
  );
  say(`latexmk runs pdflatex and biber as often as the document needs.\n\n$ cd ${paper}`);
  await run(paper, 'pdflatex', '--version');
  await run(paper, 'latexmk', '-silent');
  if (!existsSync(pdf)) throw new Error(`${pdf} was not made`);
  say(`\nThe PDF (${statSync(pdf).size} bytes): ${pdf}`);
}

async function leave(): Promise<void> {
  heading('Nothing stays behind');
  say(
    'Docker and Podman keep a container for each toolbox, for a quarter of an hour. Not these:\n',
  );
  for (const project of [hello, paper]) await run(project, 'down');
}

try {
  await interpreters();
  await document();
  await leave();
} catch (error) {
  process.stderr.write(`\ndemo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
