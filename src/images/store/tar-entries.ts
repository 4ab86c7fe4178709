import type { Extract, Header } from 'tar-stream';
import { LayerFault } from './layer-fault.ts';
import { rawRecords, type RawRecords } from './raw-records.ts';
import { RecentBytes } from './recent-bytes.ts';

/** One entry of a tar archive, its names as bytes. */
export interface TarEntry {
  readonly kind: 'file' | 'directory' | 'symlink' | 'link' | 'device';
  readonly name: Buffer;
  /** Of a link. */
  readonly target: Buffer;
  readonly mode: number;
  /** In seconds since 1970. */
  readonly mtime: number;
  /** Of what follows in the archive; 0 for everything but a file. */
  readonly size: number;
  readonly records: RawRecords;
  readonly content: AsyncIterable<Buffer>;
}

/** What tar-stream gives of an entry, where that is not what its types say. */
interface TarHeader extends Omit<Header, 'type' | 'linkname' | 'pax'> {
  /** None for the kinds that it does not know. */
  readonly type: Header['type'] | null;
  readonly linkname: string | null;
  /** Where the content begins in the archive. */
  readonly byteOffset: number;
  readonly pax: Readonly<Record<string, string>> | null;
}

export interface TarReader {
  readonly sink: Extract;
  /** To be called with every piece before the sink has it. */
  readonly see: (bytes: Buffer) => void;
  readonly entries: () => AsyncGenerator<TarEntry, void>;
}

const BLOCK = 512;

/**
 * tar-stream with names as bytes: it decodes those of extended headers as UTF-8, and what it was given is looked at
 * again. What is left of an entry's content is skipped when the next one is asked for.
 */
export async function tarReader(): Promise<TarReader> {
  const { extract } = await import('tar-stream');
  // Of one byte to a character, so that nothing is lost. The old form without a magic word is read as well.
  const options = { filenameEncoding: 'latin1', allowUnknownFormat: true };
  const sink = (extract as (options: object) => Extract)(options);
  const recent = new RecentBytes();
  return { sink, see: (bytes) => recent.push(bytes), entries: () => entriesOf(sink, recent) };
}

async function* entriesOf(sink: Extract, recent: RecentBytes): AsyncGenerator<TarEntry, void> {
  let globals: RawRecords = new Map();
  for await (const entry of sink) {
    const header = entry.header as unknown as TarHeader;
    const headers = recent.upTo(header.byteOffset);
    const read = rawRecords(headers.subarray(0, -BLOCK), globals);
    globals = read.globals;
    const follows = header.type === 'directory' ? 0 : Math.ceil(header.size / BLOCK) * BLOCK;
    recent.keepFrom(header.byteOffset + follows);
    const content = entry as AsyncIterable<Buffer>;
    yield entryOf(content, header, { records: read.records, own: headers.subarray(-BLOCK) });
    entry.resume();
  }
}

function entryOf(
  content: AsyncIterable<Buffer>,
  header: TarHeader,
  { records, own }: { readonly records: RawRecords; readonly own: Buffer },
): TarEntry {
  const { pax } = header;
  const text = (plain: string | null, key: 'path' | 'linkpath') =>
    // An empty record takes back what a global one said.
    (pax?.[key] ? records.get(key) : undefined) ?? Buffer.from(plain ?? '', 'latin1');
  const kind = kindOf(header, own);
  if (!Number.isSafeInteger(header.size))
    throw new LayerFault('refused', 'a file in it has no size');
  return {
    kind,
    name: text(header.name, 'path'),
    target: text(header.linkname, 'linkpath'),
    mode: header.mode,
    mtime: timeOf(pax?.['mtime'], header.mtime),
    size: kind === 'file' ? header.size : 0,
    records,
    content,
  };
}

function kindOf({ type }: TarHeader, own: Buffer): TarEntry['kind'] {
  switch (type) {
    case 'file':
    case 'contiguous-file':
      return 'file';
    case 'directory':
    case 'symlink':
    case 'link':
      return type;
    case 'character-device':
    case 'block-device':
    case 'fifo':
      return 'device';
    case null: {
      const letter = own.subarray(156, 157).toString('latin1');
      throw new LayerFault('refused', `it holds an entry of the kind \`${letter}\``);
    }
  }
}

/** What file systems can keep at least: from 1901 to 2242. */
const [EARLIEST, LATEST] = [-(2 ** 31), 2 ** 33];

function timeOf(precise: string | undefined, plain: Date): number {
  const seconds = precise === undefined ? plain.getTime() / 1000 : Number(precise);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, EARLIEST), LATEST) : 0;
}
