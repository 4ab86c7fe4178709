import { type AbsolutePath, absolutePathOf } from '../../kernel/brand.ts';
import { liesIn } from '../../kernel/path-within.ts';
import type { Located } from '../../kernel/place.ts';
import type { MountSpec } from '../config.ts';
import type { Environment } from '../read-env.ts';
import type { Written } from '../written.ts';
import { itemsOf } from '../written.ts';
import { type Faults, shown } from './faults.ts';
import { type MountOptions, mountOptions } from './mount-options.ts';
import { type KnownVariables, substitute } from './variables.ts';

/** As Docker has the names of volumes: no path can be one. */
const VOLUME_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/;
/** `readonly` alone is yes. */
const YES = ['', 'true', '1'];
const NO = ['false', '0'];
const LEAVE_OUT = 'leave it out';

/**
 * Each of `mounts`. Whether the caller has what a `bind` names, and may show it, is for the plan to say.
 *
 * @param views where the project is seen
 */
export function readMounts(
  written: Written | undefined,
  known: KnownVariables,
  views: readonly AbsolutePath[],
  env: Environment,
  faults: Faults,
): readonly Located<MountSpec>[] {
  if (written === undefined) return [];
  if (written.kind !== 'list') faults.wrongType('mounts', written, 'a list');
  return itemsOf(written).flatMap((item) => {
    const options = mountOptions('mounts', item, faults);
    if (options === undefined) return [];
    const read = readMount(options, known, views, env);
    if ('why' in read) {
      faults.notMet('mounts', item.place, read.why, read.hint ?? LEAVE_OUT);
      return [];
    }
    return [{ value: read, place: item.place }];
  });
}

interface NotMet {
  readonly why: string;
  readonly hint?: string;
}

function readMount(
  { type = 'volume', source = '', target = '', readOnly = 'false', others }: MountOptions,
  known: KnownVariables,
  views: readonly AbsolutePath[],
  env: Environment,
): MountSpec | NotMet {
  const [other] = others;
  if (other !== undefined) return { why: `nothing here knows its option \`${shown(other)}\`` };
  const at = pathOf(target, known, env);
  if (at === undefined) return notAPath(target);
  if (views.some((view) => liesIn(at, view))) return targetInProject(at);
  if (![...YES, ...NO].includes(readOnly))
    return { why: `\`${shown(readOnly)}\` is neither yes nor no` };
  const access = YES.includes(readOnly) ? 'read-only' : 'read-write';
  switch (type) {
    case 'tmpfs':
      if (access === 'read-write') return { kind: 'memory', target: at };
      return { why: 'nobody could write into what is empty' };
    case 'volume': {
      const name = textOf(source, known, env) ?? source;
      if (VOLUME_NAME.test(name)) return { kind: 'volume', name, target: at, access };
      const why = `\`${shown(name)}\` is no name of a volume`;
      return { why, hint: 'give it one of letters, digits, `_`, `.` and `-`' };
    }
    case 'bind': {
      if (source.includes('${localWorkspaceFolder}')) return fromProject(source);
      const from = pathOf(source, known, env);
      if (from === undefined) return notAPath(source);
      if (liesIn(from, known.localWorkspaceFolder)) return fromProject(from);
      return { kind: 'bind', source: from, target: at, access };
    }
    default:
      return { why: `\`${shown(type)}\` is no kind of mount that is met here` };
  }
}

function notAPath(text: string): NotMet {
  return { why: `\`${shown(text)}\` is no path that can be known here` };
}

/** Whoever runs there may put a link in its place, which an engine would follow as root: anywhere. */
function fromProject(path: string): NotMet {
  return {
    why: `\`${shown(path)}\` goes by the project, where every tool could lead it elsewhere`,
    hint: 'name it by its path in the project, or by one that has nothing to do with it',
  };
}

/** The same of where it would be mounted. */
function targetInProject(path: string): NotMet {
  return {
    why: `\`${shown(path)}\` is in the project, which tools see as it is on your disk`,
    hint: LEAVE_OUT,
  };
}

function pathOf(text: string, known: KnownVariables, env: Environment): AbsolutePath | undefined {
  const found = textOf(text, known, env);
  return found === undefined ? undefined : absolutePathOf(found);
}

/**
 * A home directory goes by `HOME` or, on Windows, by `USERPROFILE`: people write both, one of which is empty. All that tells
 * volumes of dev containers apart is no news here, where each project has volumes of its own.
 */
function textOf(text: string, known: KnownVariables, env: Environment): string | undefined {
  const whole = withHome(text.replaceAll('${devcontainerId}', 'devcontainer'), env['HOME']);
  const found = substitute(whole, known);
  return found.kind === 'text' ? found.value : undefined;
}

function withHome(text: string, home = ''): string {
  if (home === '' || home.includes('${')) return text;
  return text.replaceAll('${localEnv:USERPROFILE}', '').replaceAll('${localEnv:HOME}', () => home);
}
