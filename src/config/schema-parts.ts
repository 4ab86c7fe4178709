import * as v from 'valibot';
import type { WantName } from './wants.ts';

/**
 * Ways to put valibot schemas together that report every fault at its own spot. They differ from
 * valibot's own in what is reported, never in what the JSON Schema made from them says: an array is
 * no map, every unknown key is a fault, `__proto__` and `constructor` are keys like others, and of
 * several forms the one that the author meant is the one that complains.
 */

type Schema = v.GenericSchema;
type Run = Schema['~run'];
type Settings = Parameters<Run>[1];
type Issue = v.BaseIssue<unknown>;
/** What valibot hands from schema to schema, in the one shape that all its stages share. */
interface Dataset {
  value: unknown;
  typed?: boolean;
  issues?: Issue[];
}
type Entries = Readonly<Record<string, Schema | v.ExactOptionalSchema<Schema, undefined>>>;
type Plain = Readonly<Record<string, unknown>>;

/** What is at fault beyond a `WantName`: see `fault-problems.ts`. */
export type FaultName = 'unknown-key' | 'missing-key' | 'no-kind' | 'two-kinds' | 'written-twice';

/** A map with these keys alone. Keys under `v.exactOptional` may be missing. */
export function closed(want: WantName, entries: Entries): Schema {
  const schema = v.strictObject(entries, want);
  return running(schema, (dataset, config) => {
    if (!isMap(dataset.value)) return fault(schema, dataset, config, want);
    const input = dataset.value;
    dataset.typed = true;
    for (const [key, entry] of Object.entries(entries)) {
      if (Object.hasOwn(input, key)) descend(dataset, entry, key, config);
      else if (entry.type !== 'exact_optional') {
        fault(schema, dataset, config, 'missing-key', key);
      }
    }
    const known = Object.keys(entries);
    for (const key of Object.keys(input)) {
      if (!known.includes(key)) fault(schema, dataset, config, 'unknown-key', key, known);
    }
    return dataset;
  });
}

/** A map whose keys are all names of one sort and whose values are all of one form. */
export function mapping(
  want: WantName,
  name: v.GenericSchema<string>,
  value: Schema,
): v.GenericSchema<Plain> {
  const schema: v.GenericSchema<Plain> = v.record(name, value, want);
  return running(schema, (dataset, config) => {
    if (!isMap(dataset.value)) return fault(schema, dataset, config, want);
    dataset.typed = true;
    for (const key of Object.keys(dataset.value)) {
      for (const { message } of name['~run']({ value: key }, config).issues ?? []) {
        fault(schema, dataset, config, message, key);
      }
      descend(dataset, value, key, config);
    }
    return dataset;
  });
}

/** One of several forms that differ in their type. */
export function either(
  want: WantName,
  forms: { readonly text?: Schema; readonly list?: Schema; readonly map?: Schema },
): Schema {
  const schema = v.union(Object.values(forms), want);
  return running(schema, (dataset, config) => {
    const { value } = dataset;
    const form = Array.isArray(value) ? forms.list : isMap(value) ? forms.map : forms.text;
    const fits = form === forms.text ? typeof value === 'string' : true;
    if (!form || !fits) return fault(schema, dataset, config, want);
    return form['~run'](dataset as never, config) as Dataset;
  });
}

/** One of several maps, told apart by which of the kinds' own keys is there. */
export function kinds(want: WantName, forms: Readonly<Record<string, Schema>>): Schema {
  const schema = v.union(Object.values(forms), want);
  const names = Object.keys(forms);
  return running(schema, (dataset, config) => {
    const input = dataset.value;
    if (!isMap(input)) return fault(schema, dataset, config, want);
    const [kind, second] = Object.keys(input).filter((key) => names.includes(key));
    const form = kind === undefined ? undefined : forms[kind];
    if (!form) return fault(schema, dataset, config, 'no-kind', undefined, Object.keys(input));
    if (second !== undefined) return fault(schema, dataset, config, 'two-kinds', second, names);
    return form['~run'](dataset as never, config) as Dataset;
  });
}

/** A check that no two items of a list name the same thing. */
export function distinct(nameOf: (item: string) => string): v.RawCheckAction<string[]> {
  return v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const input = dataset.value;
    const names = input.map(nameOf);
    names.forEach((name, key) => {
      if (names.indexOf(name) === key) return;
      const value = input[key] ?? '';
      addIssue({
        message: 'written-twice' satisfies FaultName,
        path: [{ type: 'array', origin: 'value', input, key, value }],
      });
    });
  });
}

function running<S extends Schema>(
  schema: S,
  run: (dataset: Dataset, config: Settings) => Dataset,
): S {
  return { ...schema, '~run': run as unknown as Run };
}

function isMap(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reports a fault at the value, or at one of its keys. */
function fault(
  schema: Schema,
  dataset: Dataset,
  config: Settings,
  message: string,
  key?: string,
  known?: readonly string[],
): Dataset {
  const input = dataset.value as Plain;
  v._addIssue(schema as never, 'fault', dataset as never, config, {
    message,
    ...(known && { expected: known.join('|') }),
    ...(key !== undefined && {
      path: [{ type: 'object', origin: 'key', input, key, value: input[key] }],
    }),
  });
  return dataset;
}

/** Runs a schema on the value under a key, and takes over what it finds. */
function descend(dataset: Dataset, schema: Schema, key: string, config: Settings): void {
  const input = dataset.value as Plain;
  const value = input[key];
  const inner = schema['~run']({ value }, config) as Dataset;
  if (!inner.typed) dataset.typed = false;
  const found = (inner.issues ?? []).map((issue): Issue => {
    const step = { type: 'object', origin: 'value', input, key, value } as const;
    return { ...issue, path: [step, ...(issue.path ?? [])] };
  });
  if (found.length > 0) (dataset.issues ??= []).push(...found);
}
