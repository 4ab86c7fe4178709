import type { Located, Place } from '../../kernel/place.ts';
import type { EnvEntry } from '../config.ts';
import { ARGUMENT, VARIABLE_NAME } from '../patterns.ts';
import type { Environment } from '../read-env.ts';
import type { Written, WrittenEntry } from '../written.ts';
import { entriesOf, valueAt } from '../written.ts';
import { type Faults, shown } from './faults.ts';
import { type KnownVariables, substitute } from './variables.ts';

/** What `containerEnv` and then `remoteEnv` let through and set: the second is the stronger. */
export function readVariables(
  document: Written,
  known: KnownVariables,
  env: Environment,
  faults: Faults,
): readonly Located<EnvEntry>[] {
  return ['containerEnv', 'remoteEnv'].flatMap((property) => {
    const written = valueAt(document, property);
    if (written === undefined) return [];
    if (written.kind !== 'map') faults.wrongType(property, written, 'a map');
    return entriesOf(written).flatMap((entry) => readEntry(property, entry, known, env, faults));
  });
}

function readEntry(
  property: string,
  { key, keyPlace, value }: WrittenEntry,
  known: KnownVariables,
  env: Environment,
  faults: Faults,
): readonly Located<EnvEntry>[] {
  const name = `${property}.${key}`;
  if (!VARIABLE_NAME.test(key)) {
    const message = `\`${shown(key)}\` should be the name of a variable: letters, digits and \`_\``;
    faults.add('config/bad-name', keyPlace, message);
    return [];
  }
  if (value.kind === 'scalar' && value.value === null) {
    const why = 'a variable of the image can be set to something else, and not be taken away';
    faults.notMet(name, value.place, why, 'set it to empty text: `""`');
    return [];
  }
  const text = faults.textOf(name, value);
  if (text === undefined) return [];
  const { place } = value;
  const found = substitute(text, known);
  switch (found.kind) {
    case 'text':
      return readSet(name, key, found.value, place, faults);
    case 'callers':
      return readCallers(name, key, found, env, place, faults);
    case 'unknown': {
      const why = `nobody knows \`${shown(found.variable)}\` before there is a container`;
      faults.notMet(name, place, why, 'set it in the image, with `ENV` in its Dockerfile');
      return [];
    }
  }
}

function readSet(
  property: string,
  name: string,
  value: string,
  place: Place,
  faults: Faults,
): readonly Located<EnvEntry>[] {
  if (ARGUMENT.test(value)) return [{ value: { kind: 'set', name, value }, place }];
  const message = `\`${shown(property)}\` should be text without NUL characters`;
  faults.add('config/bad-value', place, message);
  return [];
}

/** One that has a value for when the caller has none is let through all the same: whoever trusts it is told of it. */
function readCallers(
  property: string,
  key: string,
  { name, otherwise }: { readonly name: string; readonly otherwise?: string },
  env: Environment,
  place: Place,
  faults: Faults,
): readonly Located<EnvEntry>[] {
  if (name !== key) {
    const why = `your variable \`${name}\` can be seen by its own name alone`;
    faults.notMet(property, place, why, `write \`"${name}": "\${localEnv:${name}}"\``);
    return [];
  }
  if (name === 'PATH') {
    const why = 'your `PATH` says where programs are on your machine, and not in the image';
    faults.notMet(property, place, why, 'leave it out');
    return [];
  }
  const passed: Located<EnvEntry> = { value: { kind: 'pass', name }, place };
  if (otherwise === undefined || env[name] !== undefined) return [passed];
  return [passed, ...readSet(property, name, otherwise, place, faults)];
}
