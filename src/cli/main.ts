import type { HostProblem } from '../host/problems.ts';
import { exactArguments } from '../host/exact-words.ts';
import { workingDirectory } from '../host/working-directory.ts';
import type { Result } from '../kernel/result.ts';
import type { Directory } from '../plan/host-facts.ts';
import type { Context, Given, GlobalOptions, Outcome } from './command.ts';
import { failed } from './command.ts';
import { endWith } from './end-process.ts';
import { leaveTerminal } from './leave-terminal.ts';
import { LOAD_COMMAND } from './load-command.ts';
import type { CommandInvocation, Invocation } from './read-argv.ts';
import { readArgv } from './read-argv.ts';
import { settle } from './settle.ts';
import { shareStderr } from './shared-stderr.ts';
import { VERSION } from './version.ts';
import { writeOut } from './write-out.ts';

/*
 * The entry: argv in, exit status out. It is one small bundle, and every import() is another, so
 * that a command reads only what it runs.
 */

async function main(argv: readonly string[]): Promise<void> {
  const { env } = process;
  const cwd = workingDirectory(env['PWD']);
  const invocation = readArgv(argv);
  const outcome = invocation.ok ? await carryOut(invocation.value, cwd) : failed(invocation.error);
  return settle(outcome, { env, cwd: cwd.ok ? cwd.value.logical : '/' });
}

async function carryOut(
  invocation: Invocation,
  cwd: Result<Directory, HostProblem>,
): Promise<Outcome> {
  switch (invocation.kind) {
    case 'version':
      return writeOut(`tackle ${VERSION}\n`);
    case 'help':
      return help(invocation.topic);
    case 'overview':
      return cwd.ok ? overview(invocation.options, cwd.value) : help(undefined);
    case 'command':
      return cwd.ok ? command(invocation, cwd.value) : failed(cwd.error);
  }
}

async function command(invocation: CommandInvocation, cwd: Directory): Promise<Outcome> {
  const { entry, options } = invocation;
  const context: Context = { options, env: process.env, cwd };
  const given = await wordsOf(invocation);
  if (given === 'help') return help(entry.name);
  if ('kind' in given) return given;
  const { main: run } = await LOAD_COMMAND[entry.name]();
  return run(given, context);
}

/** The tool's words are taken as they are; only a command with words of its own loads a parser. */
async function wordsOf({ entry, args }: CommandInvocation): Promise<Given | 'help' | Outcome> {
  if (entry.words === 'tool') return { words: args, options: {} };
  const { readWords } = await import('./read-words.ts');
  const read = readWords(entry, args);
  return read.ok ? read.value : failed(read.error);
}

async function help(topic: string | undefined): Promise<Outcome> {
  const { printHelp } = await import('./help.ts');
  return printHelp(topic);
}

async function overview(options: GlobalOptions, cwd: Directory): Promise<Outcome> {
  const { printOverview } = await import('./overview.ts');
  return printOverview({ options, env: process.env, cwd });
}

async function endAfterBug(error: unknown): Promise<void> {
  const { endAfterBug: end } = await import('./bug.ts');
  end(error, process.argv);
}

process.once('uncaughtException', (error) => void endAfterBug(error));
shareStderr();
process.once('exit', leaveTerminal);
// Until something else is known: an event loop that runs empty must not look like success.
endWith(125);
void main(exactArguments(process.argv.slice(2))).catch(endAfterBug);
