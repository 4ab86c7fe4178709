import { quoteWord } from '../kernel/quote-word.ts';
import { imageName } from './image-name.ts';
import type { Inherited, RlimitValue } from './inherited.ts';
import { rlimitEntries } from './inherited.ts';
import type { LaunchPlan, Limits, Mount } from './launch-plan.ts';
import { isSecret } from './secret.ts';

/**
 * The `docker run` that comes nearest to the plan, as one line for a POSIX shell (quoted values may hold
 * line feeds). What no flag of `docker run` says is missing from it: the umask, the niceness, the
 * limit on address space, the caller's entry in passwd, and descriptors of which only some are terminals.
 */
export function printDocker(plan: LaunchPlan): string {
  return `${dockerWords(plan).map(quoteWord).join(' ')}\n`;
}

/** The same, as the words a program would execute. */
export function dockerWords(plan: LaunchPlan): readonly string[] {
  const { user, stdio, argv } = plan;
  const [program, ...rest] = argv;
  return [
    ...['docker', 'run', '--rm', '--init', '--interactive'],
    ...(stdio.stdin === 'terminal' && stdio.stdout === 'terminal' ? ['--tty'] : []),
    ...['--platform', plan.platform],
    ...['--user', `${user.uid}:${user.gid}`],
    ...user.groups.flatMap((gid) => ['--group-add', String(gid)]),
    ...['--workdir', plan.cwd],
    ...Object.entries(plan.env).flatMap(([name, value]) => ['--env', envWord(name, value)]),
    ...plan.mounts.flatMap(mountWords),
    ...['--network', plan.network],
    ...limitWords(plan.limits),
    ...inheritedWords(plan.inherited),
    ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '--read-only'],
    ...['--entrypoint', program, imageName(plan.image), ...rest],
  ];
}

/** A name alone takes the value of the shell that the line is pasted into, which need not show it. */
function envWord(name: string, value: string): string {
  return isSecret(name, value) ? name : `${name}=${value}`;
}

function mountWords(mount: Mount): readonly string[] {
  if (mount.kind === 'private') {
    const options = `rw,exec,nosuid,nodev,mode=${mount.mode.toString(8)}`;
    return ['--tmpfs', `${mount.target}:${options}`];
  }
  const fields = ['type=bind', `source=${mount.source}`, `target=${mount.target}`];
  if (mount.access === 'read-only') fields.push('readonly');
  return ['--mount', fields.map(csvField).join(',')];
}

/** `--mount` is read as a line of CSV (RFC 4180): a field with a comma or a quote stands in quotes. */
function csvField(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function limitWords({ pids, memory, cpus }: Limits): readonly string[] {
  return [
    ...['--pids-limit', String(pids)],
    ...(memory === undefined ? [] : ['--memory', String(memory), '--memory-swap', String(memory)]),
    ...(cpus === undefined ? [] : ['--cpus', String(cpus)]),
  ];
}

function inheritedWords({ cpus, rlimits = {} }: Inherited): readonly string[] {
  return [
    ...(cpus === undefined ? [] : ['--cpuset-cpus', cpus]),
    ...rlimitEntries(rlimits).flatMap(([resource, { soft, hard }]) =>
      resource === 'as' ? [] : ['--ulimit', `${resource}=${ulimitWord(soft)}:${ulimitWord(hard)}`],
    ),
  ];
}

function ulimitWord(value: RlimitValue): string {
  return value === 'unlimited' ? '-1' : String(value);
}
