import { type AbsolutePath, absolutePathOf } from '../../kernel/brand.ts';
import type { Located } from '../../kernel/place.ts';
import type { MountSpec } from '../config.ts';
import type { Environment } from '../read-env.ts';
import type { Written } from '../written.ts';
import { itemsOf } from '../written.ts';
import { type Faults, shown } from './faults.ts';
import { type MountOptions, mountOptions } from './mount-options.ts';
import { type KnownVariables, substitute } from './variables.ts';

/** As Docker has the names of volumes: no path can be one. */
const VOLUME_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const LEAVE_OUT = 'leave it out';

/** Each of `mounts`. Whether the caller has what a `bind` names, and may show it, is for the plan to say. */
export function readMounts(
  written: Written | undefined,
  known: KnownVariables,
  env: Environment,
  faults: Faults,
): readonly Located<MountSpec>[] {
  if (written === undefined) return [];
  if (written.kind !== 'list') faults.wrongType('mounts', written, 'a list');
  return itemsOf(written).flatMap((item) => {
    const options = mountOptions('mounts', item, faults);
    if (options === undefined) return [];
    const read = readMount(options, known, env);
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
  { type = 'volume', source, target = '', isReadOnly, others }: MountOptions,
  known: KnownVariables,
  env: Environment,
): MountSpec | NotMet {
  const [other] = others;
  if (other !== undefined) return { why: `nothing here knows its option \`${shown(other)}\`` };
  const at = pathOf(target, known, env);
  if (at === undefined) return notAPath(target);
  const access = isReadOnly ? 'read-only' : 'read-write';
  switch (type) {
    case 'tmpfs':
      return { kind: 'memory', target: at };
    case 'volume': {
      const name = textOf(source ?? '', known, env) ?? source ?? '';
      if (VOLUME_NAME.test(name)) return { kind: 'volume', name, target: at, access };
      const why = `\`${shown(name)}\` is no name of a volume`;
      return { why, hint: 'give it one of letters, digits, `_`, `.` and `-`' };
    }
    case 'bind': {
      const from = pathOf(source ?? '', known, env);
      if (from === undefined) return notAPath(source ?? '');
      if (`${from}/`.startsWith(`${known.localWorkspaceFolder}/`)) return inProject(from);
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
function inProject(path: string): NotMet {
  return {
    why: `\`${shown(path)}\` is in the project, where every tool could lead it elsewhere`,
    hint: 'name it by its path in the project, or copy it into the image',
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
  const home = env['HOME'];
  const whole = text
    .replaceAll('${localEnv:HOME}', (written) => home ?? written)
    .replaceAll('${localEnv:USERPROFILE}', (written) => (home === undefined ? written : ''))
    .replaceAll('${devcontainerId}', 'devcontainer');
  const found = substitute(whole, known);
  return found.kind === 'text' ? found.value : undefined;
}
