import { SHELLS } from './at-the-prompt.ts';

/**
 * Parts that go further than the words of their row: other signals, other callers, other kinds of file than those that
 * it names. They are measured and explained like all others, and counted apart.
 */
export const FURTHER: ReadonlySet<string> = new Set([
  'a core file is the tool’s, where the limit lets it have one',
  'a program without #! is one for the shell',
  'the order of both in one file: >log 2>&1',
  'the order of both in one pipe: 2>&1',
  'the order of both on a terminal',
  'a tool that closes stdout early ends its reader, and goes on',
  'a tool that closes stderr early ends its reader, and goes on',
  'a line typed ahead is the next command’s',
  'a writer into the tool is ended when the tool closes its input',
  'a writer into the tool is ended when the tool ends',
  'each opens by its name: /dev/stdin, /dev/stdout, /dev/stderr',
  'a descriptor that is closed is closed',
  'a full disk is told to the tool',
  'a directory as input is told to the tool',
  ...inEach('a stopped tool can be killed'),
  ...inEach('a tool that stops itself gives the prompt back'),
  ...inEach('a shell inside controls its own jobs, and can be stopped itself'),
  ...inEach('fg after a SIGSTOP finds the keys as they were'),
  ...inEach('SIGSTOP stops the tool too'),
  ...inEach('after a SIGSTOP in front, bg lets it go on and leaves the modes alone'),
  'ABRT, IO, PWR, URG and VTALRM reach it too',
  'a real-time signal reaches it too',
  'STOP stops the tool itself',
  'STOP and then CONT: the tool hears the CONT and goes on',
  'INT and HUP for the whole process group reach the tool’s children too, once',
  'TERM for the whole process group reaches the tool’s children too',
  'INT for the tool alone does not reach its children',
  'HUP is nothing to a tool behind `nohup`',
  'INT is nothing to a tool that a script runs with `&`',
  'bash that exits leaves its job in the background alone',
  'zsh that exits hangs its job in the background up',
  'a tool’s end does not wait for what it left running',
  'what a tool left running goes on after its end',
  'in a path as long as the system lets it be',
  'in a project whose path has a line feed and a tab',
  'pwd -P behind a symbolic link to the project from elsewhere',
  'the numbers and names of all groups',
  'the groups of a uid without an account',
  'a set-group-ID directory passes its group on',
  'what a group may do, its members may',
  'root may read and give away what belongs to others',
  'a project that is a directory of a repository',
  'a FIFO in the project joins both sides',
  'a socket in the project joins both sides, either one serving',
  'a mapping is shared memory',
  'a program written on one side runs on the other',
  'a file that is replaced is never seen missing or in part',
  'holes, reserved space, nameless files and attributes',
  'lines appended from both sides at once are all there',
  'names of any bytes, and of any length',
]);

function inEach(part: string): readonly string[] {
  return SHELLS.map((kind) => `${part}, in ${kind}`);
}
