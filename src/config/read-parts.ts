import type { CommandName, ToolboxName } from '../kernel/brand.ts';
import { commandNameOf, toolboxNameOf } from '../kernel/brand.ts';
import type { Located } from '../kernel/place.ts';
import type { EnvEntry, Isolation, LimitsSpec, Registries, Share } from './config.ts';
import { bytesOf, envEntryOf } from './read-words.ts';
import type { Written } from './written.ts';
import { entriesOf, itemsOf, locate, numberOf, textOf, valueAt } from './written.ts';

/** The value of a constructor that validation has shown to succeed. */
export function certain<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new Error(`validation let \`${text}\` pass`);
  return value;
}

export function commandName(text: string): CommandName {
  return certain(commandNameOf(text), text);
}

export function toolboxName(text: string): ToolboxName {
  return certain(toolboxNameOf(text), text);
}

/** The `env` list of a map. */
export function readEnv(written: Written | undefined): readonly Located<EnvEntry>[] {
  return itemsOf(valueAt(written, 'env')).map((item) => ({
    value: envEntryOf(textOf(item)),
    place: item.place,
  }));
}

/** The `share` list of a map. */
export function readShare(written: Written | undefined): readonly Located<Share>[] {
  return itemsOf(valueAt(written, 'share')).map((item) => ({
    value: textOf(item) as Share,
    place: item.place,
  }));
}

/** The `isolation` of a map, where it says one. */
export function readIsolation(written: Written | undefined): {
  readonly isolation?: Located<Isolation>;
} {
  const isolation = locate(valueAt(written, 'isolation'), (value) => textOf(value) as Isolation);
  return isolation ? { isolation } : {};
}

/** The `limits` of a map. */
export function readLimits(written: Written | undefined): LimitsSpec {
  const limits = valueAt(written, 'limits');
  const pids = locate(valueAt(limits, 'pids'), numberOf);
  const memory = locate(valueAt(limits, 'memory'), (value) => bytesOf(textOf(value)));
  const cpus = locate(valueAt(limits, 'cpus'), numberOf);
  return { ...(pids && { pids }), ...(memory && { memory }), ...(cpus && { cpus }) };
}

/** The map `registries`. */
export function readRegistries(written: Written): Registries {
  return new Map(
    entriesOf(written).map(({ key, value }) => [
      key,
      (value.kind === 'list' ? value.items : [value]).map((item) => ({
        value: textOf(item),
        place: item.place,
      })),
    ]),
  );
}
