import { placeInCommandLine } from '../../../src/cli/command-line.ts';
import * as problems from '../../../src/cli/problems.ts';
import { readArgv } from '../../../src/cli/read-argv.ts';
import type { Examples } from './examples.ts';

function refused(...argv: readonly string[]): problems.CliProblem {
  const read = readArgv(argv);
  if (read.ok) throw new Error(`accepted: ${argv.join(' ')}`);
  return read.error;
}

const stack = new Error('x is not a function');
stack.stack = 'Error: x is not a function\n    at launch (dist/cli-run.cjs:1:1)';

export const CLI: Examples<problems.CliCode> = {
  'cli/unknown-option': [
    refused('--engin', 'docker', 'node'),
    refused('run', '--quiet', 'node'),
    refused('run', '--engine', 'embedded', 'node'),
    refused('--xyzzy'),
  ],
  'cli/missing-value': [refused('--engine')],
  'cli/bad-value': [refused('--engine', 'dokcer', 'node'), refused('--quiet=yes', 'node')],
  'cli/missing-argument': [
    problems.missingArgument('run', '`COMMAND`', placeInCommandLine(['run'], 1)),
  ],
  'cli/extra-argument': [
    problems.extraArgument('list', 'python', placeInCommandLine(['list', 'python'], 1)),
  ],
  'cli/unknown-topic': [
    problems.unknownTopic('lsit', ['run', 'list']),
    problems.unknownTopic('everything', ['run', 'list']),
  ],
  'cli/not-a-command': [
    problems.notACommand('./script.py', false),
    problems.notACommand('node@10', true),
  ],
  'cli/cannot-write': [problems.cannotWrite('ENOSPC: no space left on device, write')],
  'cli/program-not-found': [problems.programNotFound('pdflatexx', 'latex')],
  'cli/words-too-long': [problems.wordsTooLong('gcc', 'build')],
  'cli/program-not-executable': [
    problems.programNotExecutable('make', 'build', 'permission denied'),
  ],
  'cli/not-removed': [problems.notRemoved('/home/ada/thesis', 'EACCES: permission denied')],
  'cli/bug': [problems.bug(stack, '1.2.3', false), problems.bug(stack, '1.2.3', true)],
};
