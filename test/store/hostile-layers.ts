import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { directory, file, link, long, part, records, symlink, tar } from './tar-bytes.ts';

/** What an attack is after: a file and a directory next to the store. */
export interface Victims {
  readonly canary: string;
  readonly outside: string;
}

export interface HostileLayer {
  readonly what: string;
  /** The lowest layer first. */
  readonly layers: (victims: Victims) => readonly Buffer[];
  /** The code of the problem, and a word of why; or what the root then is. */
  readonly then:
    | readonly ['images/layer-refused' | 'images/layer-damaged' | 'images/no-space', RegExp]
    | Harmless;
}

/** What the root holds, given by its path; `true` when all is well. */
export type Harmless = (root: string, victims: Victims) => unknown;

const refused = (why: RegExp) => ['images/layer-refused', why] as const;
const damaged = (why: RegExp) => ['images/layer-damaged', why] as const;
const one = (...parts: readonly Buffer[]) => [tar(...parts)];
const holds = (path: string, content: string): Harmless => {
  return (root) =>
    lstatSync(`${root}/${path}`).isFile() && readFileSync(`${root}/${path}`, 'utf8') === content;
};
const modeOf = (path: string) => (lstatSync(path).mode & 0o7777).toString(8);

const NAMES: readonly HostileLayer[] = [
  {
    what: 'a name that begins with `..`',
    layers: () => one(file('../canary', 'pwned')),
    then: refused(/holds `\.\.`/),
  },
  {
    what: 'a name with `..` in the middle',
    layers: () => one(file('a/b/../../../canary', 'pwned')),
    then: refused(/holds `\.\.`/),
  },
  {
    what: 'an absolute name',
    layers: ({ canary }) => one(part({ name: canary, content: 'pwned' })),
    then: (root, { canary }) => holds(canary, 'pwned')(root, { canary, outside: '' }),
  },
  {
    what: 'an absolute name with many slashes and dots',
    layers: () => one(file('//.//./etc//./x', 'in')),
    then: holds('etc/x', 'in'),
  },
  {
    what: '`..` in an extended header',
    layers: () => one(records({ path: '../canary' }), file('innocent', 'pwned')),
    then: refused(/holds `\.\.`/),
  },
  {
    what: '`..` in a long name of GNU tar',
    layers: () => one(long(`${'a/'.repeat(60)}../../canary`), file('innocent', 'pwned')),
    then: refused(/holds `\.\.`/),
  },
  {
    what: 'a NUL byte in an extended header',
    layers: () => one(records({ path: 'a\0b' }), file('innocent')),
    then: refused(/NUL/),
  },
  { what: 'an empty name', layers: () => one(file('', 'x')), then: refused(/is empty/) },
  {
    what: 'a part of a name that no file system takes',
    layers: () => one(records({ path: `a/${'n'.repeat(256)}` }), file('innocent')),
    then: refused(/255 bytes/),
  },
  {
    what: 'a part of a name that is too long in bytes, not in characters',
    layers: () => one(records({ path: 'ä'.repeat(128) }), file('innocent')),
    then: refused(/255 bytes/),
  },
  {
    what: 'a path that is too long',
    layers: () => one(records({ path: `${'n'.repeat(200)}/`.repeat(16) }), file('innocent')),
    then: refused(/3072 bytes/),
  },
  {
    what: 'too many directories in each other',
    layers: () => one(records({ path: 'd/'.repeat(300) }), directory('innocent')),
    then: refused(/256 directories/),
  },
  {
    what: 'the root as a symbolic link',
    layers: ({ outside }) => one(symlink('./', outside), file('pwned')),
    then: refused(/root in it is no directory/),
  },
  {
    what: 'the store’s own names',
    layers: () => one(file('list.json', 'x'), file('files/0', 'y'), file('root', 'z')),
    then: holds('files/0', 'y'),
  },
  {
    what: 'names that a terminal obeys',
    layers: () => one(file('a\n\u001b[2Jb', 'x')),
    then: holds('a\n\u001b[2Jb', 'x'),
  },
  {
    what: 'names that are no UTF-8, plain and in an extended header',
    layers: () => {
      const odd = Buffer.from([0x61, 0xff, 0xfe]);
      const path = Buffer.concat([Buffer.from('pax-'), odd]);
      return one(part({ name: odd, content: 'x' }), records({ path }), file('innocent', 'y'));
    },
    then: (root) => {
      const names = readdirSync(root, { encoding: 'buffer' }).map((name) => name.toString('hex'));
      return names.sort().join() === ['61fffe', '7061782d61fffe'].join();
    },
  },
];

const LINKS: readonly HostileLayer[] = [
  {
    what: 'a file through a symbolic link to a directory outside',
    layers: ({ outside }) => one(symlink('out', outside), file('out/pwned', 'x')),
    then: (root, { outside }) => readFileSync(`${root}${outside}/pwned`, 'utf8') === 'x',
  },
  {
    what: 'a file through a symbolic link of many `..`',
    layers: () => one(symlink('up', '../'.repeat(30)), file('up/pwned', 'x')),
    then: holds('pwned', 'x'),
  },
  {
    what: 'a file with the name of a symbolic link to a file outside',
    layers: ({ canary }) => one(symlink('c', canary), file('c', 'pwned')),
    then: holds('c', 'pwned'),
  },
  {
    what: 'a chain of links, each harmless',
    layers: () =>
      one(directory('a'), symlink('a/b', '..'), symlink('c', 'a/b/a/b/..'), file('c/canary', 'x')),
    then: holds('canary', 'x'),
  },
  {
    what: 'a directory with the name of a symbolic link, and a file in it',
    layers: ({ outside }) => one(symlink('d', outside), directory('d'), file('d/pwned', 'x')),
    then: holds('d/pwned', 'x'),
  },
  {
    what: 'a file through a symbolic link of a lower layer',
    layers: ({ outside }) => [tar(symlink('d', outside)), tar(file('d/pwned', 'x'))],
    then: holds('d/pwned', 'x'),
  },
  {
    what: 'a symbolic link in the place of a lower layer’s directory',
    layers: ({ outside }) => [
      tar(file('d/a', 'x')),
      tar(symlink('d', outside)),
      tar(file('d/pwned', 'y')),
    ],
    then: holds('d/pwned', 'y'),
  },
  {
    what: 'a circle of symbolic links',
    layers: () => one(symlink('a', 'b'), symlink('b', 'a'), file('a/x')),
    then: refused(/circle/),
  },
  {
    what: 'a path that is too deep behind symbolic links',
    layers: () => {
      const deep = 'd/'.repeat(200);
      return one(
        records({ path: deep }),
        directory('x'),
        part({ name: 'l', type: '2', target: 'd/'.repeat(48) }),
        records({ path: 'far', linkpath: deep }),
        symlink('far', 'x'),
        records({ path: `far/${'e/'.repeat(100)}` }),
        directory('y'),
      );
    },
    then: refused(/too deep/),
  },
  {
    what: 'a hard link to a file outside',
    layers: ({ canary }) => one(part({ name: 'h', type: '1', target: canary.slice(0, 100) })),
    then: refused(/no file is there/),
  },
  {
    what: 'a hard link with `..`',
    layers: () => one(link('h', '../../canary'), file('h', 'pwned')),
    then: refused(/holds `\.\.`/),
  },
  {
    what: 'a hard link to a symbolic link, then a file through it',
    layers: ({ canary }) => one(symlink('s', canary), link('h', 's'), file('h', 'pwned')),
    then: (root, { canary }) =>
      readlinkSync(`${root}/s`) === canary && lstatSync(`${root}/h`).isFile(),
  },
  {
    what: 'a hard link through a symbolic link that leads outside',
    layers: ({ outside }) => one(symlink('d', outside), link('h', 'd/secret')),
    then: refused(/no file is there/),
  },
  {
    what: 'a hard link to a directory',
    layers: () => one(directory('d'), link('h', 'd')),
    then: refused(/hard link to a directory/),
  },
  {
    what: 'a hard link to itself',
    layers: () => one(link('h', 'h')),
    then: refused(/no file is there/),
  },
  {
    what: 'a symbolic link without a target',
    layers: () => one(symlink('s', '')),
    then: refused(/no target/),
  },
  {
    what: 'a symbolic link with a NUL byte in its target',
    layers: () => one(records({ linkpath: '/etc\0/x' }), symlink('s', 'x')),
    then: refused(/no target/),
  },
  {
    what: 'a symbolic link that is longer than a path',
    layers: () => one(records({ linkpath: 'x'.repeat(5000) }), symlink('s', 'x')),
    then: refused(/no target/),
  },
];

const MARKS: readonly HostileLayer[] = [
  {
    what: 'the removal of `..`',
    layers: () => one(file('a/.wh...')),
    then: refused(/marks nothing/),
  },
  {
    what: 'the removal of `.`',
    layers: () => one(file('a/.wh..')),
    then: refused(/marks nothing/),
  },
  {
    what: 'the removal of nothing',
    layers: () => one(file('.wh.')),
    then: refused(/marks nothing/),
  },
  {
    what: 'a removal outside',
    layers: () => one(file('../.wh.canary')),
    then: refused(/holds `\.\.`/),
  },
  {
    what: 'a removal through a symbolic link of the same layer',
    layers: ({ outside }) => one(symlink('d', outside), file('d/.wh.secret')),
    then: (root, { outside }) => readlinkSync(`${root}/d`) === outside,
  },
  {
    what: 'a removal through a symbolic link of a lower layer',
    layers: ({ outside }) => [tar(symlink('d', outside)), tar(file('d/.wh.secret'))],
    then: (root) => readdirSync(`${root}/d`).length === 0,
  },
  {
    what: '“nothing from below” through a symbolic link',
    layers: ({ outside }) => [tar(symlink('d', outside)), tar(file('d/.wh..wh..opq'))],
    then: (root) => lstatSync(`${root}/d`).isDirectory(),
  },
  {
    what: 'something below a mark of removal',
    layers: () => one(file('.wh.a/b', 'x')),
    then: refused(/below a mark/),
  },
  {
    what: 'AUFS’s own bookkeeping',
    layers: () =>
      one(directory('.wh..wh.plnk'), file('.wh..wh.plnk/1.2', 'x'), file('.wh..wh.aufs')),
    then: (root) => readdirSync(root).length === 0,
  },
];

const KINDS: readonly HostileLayer[] = [
  {
    what: 'devices and FIFOs',
    layers: () =>
      one(
        part({ name: 'dev/mem', type: '3' }),
        part({ name: 'sda', type: '4' }),
        part({ name: 'pipe', type: '6' }),
      ),
    then: (root) => readdirSync(root).join() === 'dev' && readdirSync(`${root}/dev`).length === 0,
  },
  {
    what: 'a device in the place of a lower layer’s file',
    layers: () => [tar(file('a', 'x'), file('b', 'y')), tar(part({ name: 'a', type: '3' }))],
    then: (root) => !existsSync(`${root}/a`) && existsSync(`${root}/b`),
  },
  {
    what: 'setuid, setgid and sticky files',
    layers: () => one(file('su', '', { mode: 0o7755 }), directory('sgid', 0o7777)),
    then: (root) => modeOf(`${root}/su`) === '755' && modeOf(`${root}/sgid`) === '1777',
  },
  {
    what: 'directories and files that their owner may not touch',
    layers: () => one(directory('d', 0), file('d/f', 'x', { mode: 0 }), directory('.', 0o111)),
    then: (root) => [root, `${root}/d`, `${root}/d/f`].map(modeOf).join() === '711,700,400',
  },
  {
    what: 'extended attributes that give power',
    layers: () =>
      one(records({ 'SCHILY.xattr.security.capability': '\u0001\0\0\u0002' }), file('ping', 'x')),
    then: holds('ping', 'x'),
  },
  {
    what: 'an entry of an unknown kind',
    layers: () => one(part({ name: 'x', type: 'M' })),
    then: refused(/of the kind `M`/),
  },
  {
    what: 'something below a file',
    layers: () => one(file('a', 'x'), file('a/b', 'y')),
    then: refused(/is not a directory/),
  },
  {
    what: 'a file in the place of a full directory, and a directory in that of a file',
    layers: () =>
      one(file('a/b', 'x'), file('a', 'y'), file('c', 'x'), directory('c'), file('c/d', 'z')),
    then: (root) => holds('a', 'y')(root, NOBODY) && holds('c/d', 'z')(root, NOBODY),
  },
  {
    what: 'the same name again and again',
    layers: () => one(...Array.from({ length: 100 }, (_, index) => file('a', String(index)))),
    then: holds('a', '99'),
  },
];

const NOBODY: Victims = { canary: '', outside: '' };
const WHOLE = tar(file('a', 'x'.repeat(2000)), file('b', 'y'));

const SIZES: readonly HostileLayer[] = [
  {
    what: 'an archive that breaks off in a file',
    layers: () => [WHOLE.subarray(0, 1000)],
    then: damaged(/end of data|breaks off/i),
  },
  {
    what: 'an archive that breaks off in a header',
    layers: () => [WHOLE.subarray(0, 2560 + 200)],
    then: damaged(/end of data/i),
  },
  {
    what: 'a header with another checksum',
    layers: () => {
      const bytes = Buffer.from(WHOLE);
      bytes.write('z', 0);
      return [bytes];
    },
    then: damaged(/header/),
  },
  { what: 'no archive at all', layers: () => [Buffer.alloc(4096, 'no')], then: damaged(/header/) },
  {
    what: 'a file of 8 EiB',
    layers: () => {
      const size = Buffer.from([0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
      return one(part({ name: 'big', size }));
    },
    then: refused(/no size/),
  },
  {
    what: 'a file that is larger than the disk',
    layers: () => {
      const size = Buffer.from([0x80, 0, 0, 0, 0, 0x0f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
      return one(part({ name: 'big', size }));
    },
    then: ['images/no-space', /no space left/],
  },
  {
    what: 'a file of a negative size',
    layers: () => one(part({ name: 'less', size: Buffer.from(`${'ff'.repeat(11)}00`, 'hex') })),
    then: damaged(/header/),
  },
  {
    what: 'a size in an extended header that is no number',
    layers: () => one(records({ size: 'much' }), file('a', 'x')),
    then: damaged(/header/),
  },
  {
    what: 'a sparse file with content behind its end',
    layers: () => one(sparse('4'), part({ name: 's', content: map('1\n100\n1\n', 'x') })),
    then: damaged(/behind its end/),
  },
  {
    what: 'a sparse file of 4 PiB',
    layers: () => one(sparse(String(2 ** 52)), part({ name: 's', content: map('0\n') })),
    then: refused(/16 GiB/),
  },
  {
    what: 'a sparse file of endless runs',
    layers: () => one(sparse('4'), part({ name: 's', content: map('99999999\n') })),
    then: refused(/runs/),
  },
  {
    what: 'a sparse file of the old format',
    layers: () => one(part({ name: 's', type: 'S' })),
    then: refused(/kind `S`/),
  },
  {
    what: 'more headers than fit into memory',
    layers: () =>
      one(...Array.from({ length: 9 }, () => records({ comment: 'x'.repeat(2 ** 21) }, 'g'))),
    then: refused(/16 MiB/),
  },
  {
    what: 'a header of a size that is refused by itself',
    layers: () => one(part({ name: 'x', type: 'x', size: 2 ** 30 })),
    then: damaged(/header/i),
  },
  {
    what: 'a time from before and after all time',
    layers: () =>
      one(
        records({ mtime: '-1e30' }),
        file('old', 'x'),
        records({ mtime: '1e30' }),
        file('new', 'y'),
      ),
    then: holds('new', 'y'),
  },
  {
    what: 'another compression',
    layers: () => [Buffer.from('BZh91AY&SY')],
    then: refused(/bzip2/),
  },
];

function sparse(size: string): Buffer {
  const said = { major: '1', minor: '0', name: 's', realsize: size };
  return records(
    Object.fromEntries(Object.entries(said).map(([key, value]) => [`GNU.sparse.${key}`, value])),
  );
}

function map(text: string, content = ''): Buffer {
  return Buffer.concat([Buffer.from(text.padEnd(512, '\0')), Buffer.from(content)]);
}

export const HOSTILE: readonly HostileLayer[] = [...NAMES, ...LINKS, ...MARKS, ...KINDS, ...SIZES];
