import type { AbsolutePath } from '../kernel/brand.ts';
import { absolutePathOf, digestOf } from '../kernel/brand.ts';
import type { Content, ContentFile, Contexts } from './content.ts';

/** What the ledger has of one project: each content that was trusted, the newest first. */
export interface Records {
  /** Where the project was when the newest of them was trusted; for people. */
  readonly project: AbsolutePath;
  readonly trusted: readonly Trusted[];
}

export interface Trusted {
  readonly content: Content;
  readonly contexts: Contexts;
  /** The sentences that were shown. */
  readonly powers: readonly string[];
  /** In milliseconds since 1970. */
  readonly at: number;
}

/** As many branches as somebody goes back and forth between. */
const MOST = 8;

const FORMAT = 1;

/** With one more content, which is the newest now. */
export function withTrusted(
  before: Records | undefined,
  project: AbsolutePath,
  trusted: Trusted,
): Records {
  const others = (before?.trusted ?? []).filter((one) => !isSame(one, trusted));
  return { project, trusted: [trusted, ...others].slice(0, MOST) };
}

function isSame(a: Trusted, b: Trusted): boolean {
  const names = new Set([...Object.keys(a.contexts), ...Object.keys(b.contexts)]);
  const isSameContent = a.content.digest === b.content.digest;
  return isSameContent && [...names].every((name) => a.contexts[name] === b.contexts[name]);
}

export function printRecords(records: Records): string {
  return `${JSON.stringify({ format: FORMAT, ...records }, undefined, 1)}\n`;
}

/** Nothing where this Tackle has not written it: then nothing is trusted. */
export function parseRecords(text: string): Records | undefined {
  try {
    const said = JSON.parse(text) as Fields;
    const project = absolutePathOf(textOf(said['project']));
    if (said['format'] !== FORMAT || project === undefined) return undefined;
    return { project, trusted: listOf(said['trusted']).map(trustedOf) };
  } catch {
    return undefined;
  }
}

type Fields = Readonly<Record<string, unknown>>;

function trustedOf(said: Fields): Trusted {
  const content = fieldsOf(said['content']);
  const contexts = Object.entries(fieldsOf(said['contexts'])).map(
    ([name, digest]) => [name, certain(digestOf(textOf(digest)))] as const,
  );
  return {
    content: {
      digest: certain(digestOf(textOf(content['digest']))),
      files: listOf(content['files']).map(fileOf),
    },
    contexts: Object.fromEntries(contexts),
    powers: (said['powers'] as readonly unknown[]).map(textOf),
    at: certain(typeof said['at'] === 'number' ? said['at'] : undefined),
  };
}

function fileOf(said: Fields): ContentFile {
  return { file: textOf(said['file']), text: textOf(said['text']) };
}

function listOf(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) throw new TypeError('no list');
  return value.map(fieldsOf);
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null) throw new TypeError('no object');
  return value as Fields;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('no text');
  return value;
}

function certain<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('not as it was written');
  return value;
}
