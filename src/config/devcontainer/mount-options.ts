import type { Written } from '../written.ts';
import type { Faults } from './faults.ts';

/** What a mount says, whichever of its names each option goes by; and the options that nobody here knows. */
export interface MountOptions {
  readonly type: string | undefined;
  readonly source: string | undefined;
  readonly target: string | undefined;
  /** Empty where it is named alone. */
  readonly readOnly: string | undefined;
  readonly others: readonly string[];
}

/** `consistency` is about how Docker Desktop copies, and changes nothing that anybody reads. */
const PASSED_OVER = ['consistency'];

const NAMES = {
  type: ['type'],
  source: ['source', 'src'],
  target: ['target', 'dst', 'destination'],
  readOnly: ['readonly', 'ro'],
} as const;

/** As `docker run --mount` has it: `type=bind,source=/a,target=/b,readonly`; or the same as a map. */
export function mountOptions(
  property: string,
  written: Written,
  faults: Faults,
): MountOptions | undefined {
  const said = saidIn(property, written, faults);
  if (said === undefined) return undefined;
  const option = (names: readonly string[]) =>
    names.map((name) => said.get(name)).find((value) => value !== undefined);
  const known: readonly string[] = [...Object.values(NAMES).flat(), ...PASSED_OVER];
  return {
    type: option(NAMES.type),
    source: option(NAMES.source),
    target: option(NAMES.target),
    readOnly: option(NAMES.readOnly),
    others: [...said.keys()].filter((name) => !known.includes(name)),
  };
}

function saidIn(
  property: string,
  written: Written,
  faults: Faults,
): ReadonlyMap<string, string> | undefined {
  if (written.kind !== 'map') {
    const text = faults.textOf(property, written);
    return text === undefined ? undefined : new Map(text.split(',').map(pairOf));
  }
  const said = new Map<string, string>();
  let isWhole = true;
  for (const { key, value } of written.entries) {
    const isBoolean = value.kind === 'scalar' && typeof value.value === 'boolean';
    const text = isBoolean ? String(value.value) : faults.textOf(`${property}.${key}`, value);
    if (text === undefined) isWhole = false;
    else said.set(key, text);
  }
  return isWhole ? said : undefined;
}

function pairOf(option: string): readonly [string, string] {
  const equals = option.indexOf('=');
  return equals < 0
    ? [option.trim(), '']
    : [option.slice(0, equals).trim(), option.slice(equals + 1).trim()];
}
