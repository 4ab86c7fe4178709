import type { AbsolutePath } from '../kernel/brand.ts';
import type { Problem } from '../kernel/problem.ts';
import { quoteWord } from '../kernel/quote-word.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Outside } from './arguments-outside.ts';
import type { BindMount } from './launch-plan.ts';
import type { NeverMounted } from './never-mounted.ts';

export type PlanCode =
  'plan/directory-not-mountable' | 'plan/undecodable-path' | 'plan/argument-outside';
export type PlanProblem = Problem<PlanCode>;

/** A directory that would have to be mounted, and never is. */
export function notMountable(
  what: 'project' | 'directory',
  directory: AbsolutePath,
  why: NeverMounted,
): PlanProblem {
  const subject = what === 'project' ? 'the project' : 'the working directory';
  return {
    code: 'plan/directory-not-mountable',
    message: `${subject} \`${directory}\` cannot be shown to a tool: it is ${reason(why)}`,
    hint:
      what === 'project'
        ? 'give the project a directory of its own, such as `mkdir ~/project`, and move its `tackle` file there'
        : 'change to the directory of the project by its own path',
  };
}

function reason(why: NeverMounted): string {
  switch (why.kind) {
    case 'root':
      return 'the whole machine';
    case 'home':
      return 'your whole home directory';
    case 'above-home':
      return 'above your home directory';
    case 'system':
      return `part of the system directory \`${why.directory}\``;
    case 'engine-socket':
      return `above the container engine's socket \`${why.socket}\``;
    default:
      return unreachable(why);
  }
}

/** A request to an engine is JSON, and so cannot name it. */
export function undecodablePath({ source, purpose }: BindMount): PlanProblem {
  return {
    code: 'plan/undecodable-path',
    message: `\`${source}\` cannot be shown to a tool: its name is not valid UTF-8, and container engines take no other`,
    hint:
      purpose === 'home'
        ? 'set `XDG_DATA_HOME` to a directory whose name is valid UTF-8'
        : 'rename the directory',
  };
}

/** `root` is the directory whose files the tool sees, if there is one. */
export function argumentOutside(
  command: string,
  { argument, missing, visibleAs }: Outside,
  root: AbsolutePath | undefined,
): PlanProblem {
  const names =
    argument === missing ? `\`${missing}\`` : `\`${argument}\` names \`${missing}\`, which`;
  return {
    code: 'plan/argument-outside',
    message: `${names} lies outside of what \`${command}\` can see`,
    hint: hintFor(missing, visibleAs, root),
  };
}

function hintFor(
  missing: AbsolutePath,
  visibleAs: AbsolutePath | undefined,
  root: AbsolutePath | undefined,
): string {
  if (visibleAs !== undefined) return `name it by its real path: \`${quoteWord(visibleAs)}\``;
  if (root === undefined) {
    return 'your home directory and system directories are never shown: work in a directory of its own, such as `mkdir ~/work && cd ~/work`';
  }
  return `copy it to where it is seen: \`cp -r ${quoteWord(missing)} ${quoteWord(root)}\``;
}
