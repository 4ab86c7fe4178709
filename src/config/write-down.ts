import type { Alias, Document, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Place } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { PlaceFinder } from '../kernel/text-places.ts';
import type { ConfigProblem } from './problems.ts';
import { configProblem } from './problems.ts';
import type { Written, WrittenEntry } from './written.ts';

/** How many values aliases may stand for, all told: a short text can otherwise say billions. */
const MAX_ALIASED = 10_000;

/**
 * A parsed document as plain located data, or every fault found on the way: duplicate keys, keys
 * that are no words, tags, aliases to nothing or to far too much. With a `key` only the value under
 * it counts; the rest of the document is somebody else's.
 */
export function writtenOf(
  document: Document.Parsed,
  placeOf: PlaceFinder,
  key: string | undefined,
): Result<Written | undefined, readonly ConfigProblem[]> {
  const writer = new Writer(placeOf);
  const root = document.contents;
  const wanted = key === undefined ? root : under(root, key);
  const written = wanted && writer.write(wanted, placeOf(0, 1));
  return writer.problems.length > 0 ? err(writer.problems) : ok(written ?? undefined);
}

function under(root: ParsedNode | null, key: string): ParsedNode | undefined {
  if (!isMap(root)) return undefined;
  const pair = root.items.find((item) => isScalar(item.key) && item.key.value === key);
  return pair?.value ?? undefined;
}

interface Counted {
  readonly written: Written;
  /** How many values it is, with everything in it. */
  readonly size: number;
}

class Writer {
  readonly problems: ConfigProblem[] = [];
  readonly #placeOf: PlaceFinder;
  /** Filled in reading order, so that an alias within its own anchor finds nothing. */
  readonly #anchors = new Map<string, Counted>();
  #aliased = 0;
  #written = 0;

  constructor(placeOf: PlaceFinder) {
    this.#placeOf = placeOf;
  }

  /** `above` is underlined where the value itself has no characters. */
  write(node: ParsedNode, above: Place): Written {
    if (isAlias(node)) return this.#alias(node.source, this.#place(node, above));
    const before = this.#written++;
    if (node.tag !== undefined) this.#refuseTag(node, above);
    const written = this.#content(node, above);
    if (node.anchor !== undefined) {
      this.#anchors.set(node.anchor, { written, size: this.#written - before });
    }
    return written;
  }

  #content(node: Exclude<ParsedNode, Alias.Parsed>, above: Place): Written {
    const place = this.#place(node, above);
    if (isScalar(node)) return scalar(node, place);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.write(item, place));
      return { kind: 'list', items, place };
    }
    return { kind: 'map', entries: this.#entries(node), place };
  }

  #entries(map: YAMLMap): readonly WrittenEntry[] {
    const entries = new Map<string, WrittenEntry>();
    for (const pair of map.items) {
      const keyNode = pair.key as ParsedNode | null;
      const keyPlace = keyNode ? this.#place(keyNode) : this.#place(map as ParsedNode);
      const value = this.#value(pair.value as ParsedNode | null, keyPlace);
      const key = isScalar(keyNode) ? keyText(keyNode) : undefined;
      const first = key === undefined ? undefined : entries.get(key);
      if (key === undefined) {
        this.#fault('config/bad-name', keyPlace, 'a key must be a plain word');
      } else if (first) {
        const message = `\`${key}\` is written twice; the first is on line ${first.keyPlace.line}`;
        this.#fault('config/duplicate-key', keyPlace, message, 'remove one of them');
      } else {
        entries.set(key, { key, keyPlace, value });
      }
    }
    return [...entries.values()];
  }

  #value(node: ParsedNode | null, keyPlace: Place): Written {
    if (node) return this.write(node, keyPlace);
    this.#written++;
    return { kind: 'scalar', value: null, source: '', place: keyPlace };
  }

  #alias(name: string, place: Place): Written {
    const anchor = this.#anchors.get(name);
    const nothing: Written = { kind: 'scalar', value: null, source: '', place };
    if (!anchor) {
      this.#fault('config/alias', place, `there is no anchor \`&${name}\` above this alias`);
      return nothing;
    }
    const tooMany = this.#aliased > MAX_ALIASED;
    this.#aliased += anchor.size;
    this.#written += anchor.size;
    if (this.#aliased <= MAX_ALIASED) return anchor.written;
    const message = `the aliases up to here stand for more than ${MAX_ALIASED} values`;
    if (!tooMany) this.#fault('config/too-many-aliases', place, message);
    return nothing;
  }

  #refuseTag(node: ParsedNode, above: Place): void {
    const tag = String(node.tag).replace('tag:yaml.org,2002:', '!!');
    const message = `\`${tag}\` is a tag, and a config is plain data without tags`;
    this.#fault('config/tag', this.#place(node, above), message, 'remove the tag');
  }

  #fault(code: ConfigProblem['code'], place: Place, message: string, hint?: string): void {
    this.problems.push(configProblem(code, place, message, hint));
  }

  #place(node: ParsedNode, above?: Place): Place {
    const [start, end] = node.range;
    return start === end && above ? above : this.#placeOf(start, end);
  }
}

/** Without tags a scalar of YAML's core schema is text, a number, a truth value or nothing. */
function scalar({ value, source }: Scalar, place: Place): Written {
  const known = value === null || typeof value === 'number' || typeof value === 'boolean';
  const text = typeof value === 'string' ? value : (source ?? '');
  return { kind: 'scalar', value: known ? value : text, source: source ?? text, place };
}

/** A key as it was written: `3.10` is the word 3.10 and not the number 3.1. */
function keyText(node: Scalar): string {
  return node.source ?? String(node.value);
}
