const BLOCK = 512;

/** An entry as its bytes, however odd: nothing is checked or corrected, and owners are root's. */
export interface TarPart {
  readonly name: string | Buffer;
  /** The type flag: `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` directory, `6` FIFO. */
  readonly type?: string;
  readonly content?: string | Buffer;
  readonly target?: string | Buffer;
  readonly mode?: number;
  readonly mtime?: number;
  /** What the header says, when that is not how long the content is; a buffer as it is. */
  readonly size?: number | Buffer;
}

/** One header and what follows it, up to a whole block. */
export function part(made: TarPart): Buffer {
  const content = Buffer.from(made.content ?? '');
  const header = Buffer.alloc(BLOCK);
  const put = (value: string | Buffer, at: number, most: number) =>
    Buffer.from(value).copy(header, at, 0, most);
  put(made.name, 0, 100);
  put(octal(made.mode ?? 0o644, 7), 100, 8);
  put(octal(0, 7), 108, 8);
  put(octal(0, 7), 116, 8);
  const size = made.size ?? content.length;
  put(typeof size === 'number' ? octal(size, 11) : size, 124, 12);
  put(octal(made.mtime ?? 1_600_000_000, 11), 136, 12);
  put(' '.repeat(8), 148, 8);
  put(made.type ?? '0', 156, 1);
  put(made.target ?? '', 157, 100);
  put('ustar\u000000', 257, 8);
  put(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    ),
    148,
    7,
  );
  return Buffer.concat([header, content, Buffer.alloc(-content.length & (BLOCK - 1))]);
}

/** An extended header (`x` for the next entry, `g` for all that follow). */
export function records(
  said: Readonly<Record<string, string | Buffer>>,
  type: 'x' | 'g' = 'x',
): Buffer {
  const lines = Object.entries(said).map(([key, value]) => {
    const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
    let length = rest.length;
    while (length !== rest.length + String(length).length)
      length = rest.length + String(length).length;
    return Buffer.concat([Buffer.from(String(length)), rest]);
  });
  return part({ name: 'PaxHeader', type, content: Buffer.concat(lines) });
}

/** What GNU tar puts before an entry with a long name (`L`) or a long target (`K`). */
export function long(name: string, type: 'L' | 'K' = 'L'): Buffer {
  return part({ name: '././@LongLink', type, content: `${name}\0` });
}

/** The parts, and the end of an archive. */
export function tar(...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

export function file(name: string, content = '', more: Partial<TarPart> = {}): Buffer {
  return part({ name, content, ...more });
}

export function symlink(name: string, target: string): Buffer {
  return part({ name, type: '2', target, mode: 0o777 });
}

export function link(name: string, target: string): Buffer {
  return part({ name, type: '1', target });
}

export function directory(name: string, mode = 0o755): Buffer {
  return part({ name: `${name}/`, type: '5', mode });
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
