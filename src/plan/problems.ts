import type { MountSpec } from '../config/config.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { literal } from '../kernel/literal.ts';
import type { Located } from '../kernel/place.ts';
import type { Problem } from '../kernel/problem.ts';
import { quoteWord } from '../kernel/quote-word.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Outside, Way } from './arguments-outside.ts';
import type { BindMount } from './launch-plan.ts';
import type { NeverMounted } from './never-mounted.ts';
import type { NeverShared } from './never-shared.ts';
import type { NotMounted } from './not-mounted.ts';

export type PlanCode =
  | 'plan/directory-not-mountable'
  | 'plan/not-mounted'
  | 'plan/undecodable-path'
  | 'plan/argument-outside';
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
    message: `${subject} \`${directory}\` cannot be shown to a tool: ${reason(why)}`,
    hint:
      what === 'project'
        ? 'give the project a directory of its own, such as `mkdir ~/project`, and move its `tackle` file there'
        : 'change to the directory of the project by its own path',
  };
}

/** The second place that a project is to be seen at would hide what the image has there. */
export function notAWorkspace(
  { value, place }: Located<AbsolutePath>,
  why: NeverMounted | 'above-project',
): PlanProblem {
  const because = why === 'above-project' ? 'it is above the project itself' : reason(why);
  return {
    code: 'plan/directory-not-mountable',
    message: `the project cannot be shown to a tool at \`${value}\`: ${because}`,
    hint: 'leave `workspaceFolder` and `workspaceMount` out: the project is seen at its own path anyway',
    place,
  };
}

/** What a config wants to have mounted. */
export function notMounted({ value, place }: Located<MountSpec>, why: NotMounted): PlanProblem {
  const what = value.kind === 'bind' ? `\`${literal(value.source)}\`` : 'what `mounts` asks for';
  return {
    code: 'plan/not-mounted',
    message: `${what} cannot be shown to a tool at \`${literal(value.target)}\`: ${whyNotMounted(why)}`,
    hint: hintForMount(value, why),
    place,
  };
}

function hintForMount(mount: MountSpec, why: NotMounted): string {
  if (mount.kind === 'bind' && why.kind === 'absent') {
    return `make it, as with \`mkdir -p ${literal(quoteWord(mount.source))}\`, or leave it out of \`mounts\``;
  }
  if (why.kind === 'link') return `name it by its real path: \`${literal(quoteWord(why.path))}\``;
  return why.kind === 'never' && isTooMuch(why.why) ? IN_IT : 'leave it out of `mounts`';
}

/** Finishes "…: ". */
function whyNotMounted(why: NotMounted): string {
  switch (why.kind) {
    case 'absent':
      return 'there is nothing of that name';
    case 'above-another':
      return 'something else that tools see is below that';
    case 'taken':
      return 'it is in something else that tools see';
    case 'link':
      return 'a symbolic link leads to it, and could lead elsewhere tomorrow';
    case 'in-another':
      return `it and \`${literal(why.directory)}\`, which tools see as well, are one in the other`;
    case 'of-tackle':
      return `\`${why.directory}\` is Tackle’s own`;
    case 'never':
      return reason(why.why);
    default:
      return unreachable(why);
  }
}

/** Finishes "…: ". */
function reason(why: NeverShared): string {
  switch (why.kind) {
    case 'root':
      return 'it is the whole machine';
    case 'home':
      return 'it is your whole home directory';
    case 'above-home':
      return 'it is above your home directory';
    case 'system':
      return `it is part of the system directory \`${why.directory}\``;
    case 'engine-socket':
      return `it is above the container engine's socket \`${why.socket}\``;
    case 'special':
      return 'it is neither a file nor a directory';
    case 'credentials':
      return `\`${why.place}\` holds credentials`;
    case 'above-credentials':
      return `it is above \`${why.place}\`, which holds credentials`;
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
        : purpose === 'project' || purpose === 'git'
          ? 'rename the directory'
          : 'rename it',
  };
}

/** Who asked, and from where. */
export interface Asker {
  readonly command: string;
  /** The directory whose files the tool sees, if there is one. */
  readonly root: AbsolutePath | undefined;
  readonly inProject: boolean;
}

export function argumentOutside({ argument, missing, way }: Outside, asker: Asker): PlanProblem {
  const names =
    argument === missing ? `\`${missing}\`` : `\`${argument}\` names \`${missing}\`, which`;
  const never = way.kind === 'never' ? `, and is never shared: ${reason(way.why)}` : '';
  const hint = hintFor(missing, way, asker);
  return {
    code: 'plan/argument-outside',
    message: `${names} lies outside of what \`${asker.command}\` can see${never}`,
    ...(hint !== undefined && { hint }),
  };
}

function hintFor(missing: AbsolutePath, way: Way, asker: Asker): string | undefined {
  switch (way.kind) {
    case 'real-path':
      return `name it by its real path: \`${quoteWord(way.path)}\``;
    case 'share':
      return `${howToShare(asker)}; or ${copyTo(missing, asker.root)}`;
    case 'never':
      return hintForNever(missing, way.why, asker);
    default:
      return unreachable(way);
  }
}

function howToShare({ command, inProject }: Asker): string {
  const file = inProject ? 'the config' : '`~/.config/tackle/config.yaml`';
  return `to show \`${command}\` what arguments name, write \`share: [argument-files]\` in ${file}`;
}

function hintForNever(
  missing: AbsolutePath,
  why: NeverShared,
  { command, root }: Asker,
): string | undefined {
  if (isTooMuch(why)) return IN_IT;
  if (why.kind === 'special') return undefined;
  return `if \`${command}\` is to have it, ${copyTo(missing, root)}`;
}

const IN_IT = 'name what is needed in it, not the whole';

/** Whether a part of it may be shown. */
function isTooMuch({ kind }: NeverShared): boolean {
  switch (kind) {
    case 'root':
    case 'home':
    case 'above-home':
    case 'engine-socket':
    case 'above-credentials':
      return true;
    case 'system':
    case 'credentials':
    case 'special':
      return false;
    default:
      return unreachable(kind);
  }
}

/** Without a root there is a working directory that is never shown: the home, or one of the system. */
function copyTo(missing: AbsolutePath, root: AbsolutePath | undefined): string {
  return root === undefined
    ? 'work in a directory of its own: `mkdir ~/work && cd ~/work`'
    : `copy it to where it is seen: \`cp -r ${quoteWord(missing)} ${quoteWord(root)}\``;
}
