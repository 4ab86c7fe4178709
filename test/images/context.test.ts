import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { extract } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DockerfileSource } from '../../src/catalog/tool.ts';
import type { AbsolutePath, Digest } from '../../src/kernel/brand.ts';
import { hashContext } from '../../src/images/hash-context.ts';
import { packContext } from '../../src/images/pack-context.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tackle-context-'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

function source(context = root, more: Partial<DockerfileSource> = {}): DockerfileSource {
  const dockerfile = join(context, 'Dockerfile') as AbsolutePath;
  return { kind: 'dockerfile', context: context as AbsolutePath, dockerfile, args: {}, ...more };
}

async function hashOf(of: DockerfileSource): Promise<Digest> {
  const hash = await hashContext(of);
  if (!hash.ok) throw new Error(hash.error.message);
  return hash.value;
}

async function codeOf(of: DockerfileSource): Promise<string> {
  const hash = await hashContext(of);
  return hash.ok ? 'hashed' : `${hash.error.code}: ${hash.error.message}`;
}

/** What lies in a directory: a file (its content, maybe executable) or a link. */
type Thing =
  | { readonly kind: 'file'; readonly content: string; readonly executable: boolean }
  | { readonly kind: 'link'; readonly target: string };
type Tree = ReadonlyMap<string, Thing>;

function write(tree: Iterable<readonly [string, Thing]>, at: string, time = 0): void {
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
  for (const [path, thing] of tree) {
    const file = join(at, path);
    mkdirSync(dirname(file), { recursive: true });
    if (thing.kind === 'link') {
      symlinkSync(thing.target, file);
      continue;
    }
    writeFileSync(file, thing.content);
    chmodSync(file, thing.executable ? 0o755 : 0o644);
    utimesSync(file, time, time);
  }
}

/** Directories are `d…` and files are `f…`, so that no file is in the way of a directory. */
const directoryName = fc.stringMatching(/^d[a-zé ]{0,2}$/).filter((name) => name.trim() === name);
const fileName = fc.stringMatching(/^f[a-z0-9 .#-]{0,3}$/).filter((name) => !name.endsWith('.'));
const path = fc
  .tuple(fc.array(directoryName, { maxLength: 2 }), fileName)
  .map(([directories, file]) => [...directories, file].join('/'));
const thing: fc.Arbitrary<Thing> = fc.oneof(
  fc.record({
    kind: fc.constant('file' as const),
    content: fc.string(),
    executable: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('link' as const), target: fc.constantFrom('f', '../x', '/etc') }),
);
const tree: fc.Arbitrary<Tree> = fc
  .uniqueArray(fc.tuple(path, thing), { minLength: 1, maxLength: 6, selector: ([name]) => name })
  .map((entries) => new Map(entries));

let trees = 0;
function fresh(): string {
  trees += 1;
  return join(root, `tree-${String(trees)}`);
}

/** Every way to change one thing so that the image could become another one. */
function changed(of: Thing): readonly Thing[] {
  if (of.kind === 'link') return [{ ...of, target: `${of.target}x` }];
  return [
    { ...of, content: `${of.content}x` },
    { ...of, executable: !of.executable },
    { kind: 'link', target: of.content || 'x' },
  ];
}

describe('hashContext', () => {
  it('is the same for the same tree, whenever and in whatever order it was made', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.nat(2_000_000_000), async (one, time) => {
        const [first, second] = [fresh(), fresh()];
        write(one, first);
        write([...one].reverse(), second, time);
        expect(await hashOf(source(second))).toBe(await hashOf(source(first)));
      }),
      { numRuns: 30 },
    );
  });

  it('is another one when a name, a byte, a mode or a link changes', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.nat(), async (one, choice) => {
        const entries = [...one];
        const [name, victim] = entries[choice % entries.length]!;
        const others = entries.filter(([other]) => other !== name);
        const variants: Iterable<readonly [string, Thing]>[] = [
          others,
          [...others, [`${name}~`, victim]],
          ...changed(victim).map((to) => [...others, [name, to] as const]),
        ];
        const hashes = [];
        for (const variant of [entries, ...variants]) {
          const at = fresh();
          write(variant, at);
          hashes.push(await hashOf(source(at)));
        }
        expect(new Set(hashes).size).toBe(hashes.length);
      }),
      { numRuns: 20 },
    );
  });

  it('covers the Dockerfile, its place, the target and the arguments, in any order', async () => {
    write([], root);
    mkdirSync(join(root, 'sub'));
    writeFileSync(join(root, 'sub/Dockerfile'), 'FROM scratch\nCOPY . /\n');
    const elsewhere = join(root, 'sub/Dockerfile') as AbsolutePath;
    const hashes = [
      await hashOf(source()),
      await hashOf(source(root, { dockerfile: elsewhere })),
      await hashOf(source(root, { target: 'build' })),
      await hashOf(source(root, { args: { A: '1', B: '2' } })),
      await hashOf(source(root, { args: { A: '2', B: '1' } })),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(await hashOf(source(root, { args: { B: '2', A: '1' } }))).toBe(hashes[3]);
  });

  it('does not see what .dockerignore leaves out', async () => {
    write([], root);
    writeFileSync(join(root, '.dockerignore'), 'secret\n');
    const before = await hashOf(source());
    writeFileSync(join(root, 'secret'), 'x');
    expect(await hashOf(source())).toBe(before);
    writeFileSync(join(root, 'Dockerfile.dockerignore'), 'nothing\n');
    expect(await hashOf(source())).not.toBe(before);
  });

  it('passes over sockets, as `docker build` does', async () => {
    write([], root);
    const before = await hashOf(source());
    const server = createServer().listen(join(root, 'socket'));
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      expect(await hashOf(source())).toBe(before);
    } finally {
      server.close();
    }
  });
});

describe('a context that cannot be used', () => {
  it('is `/` or the home directory', async () => {
    expect(await codeOf(source('/'))).toContain('images/context-refused: `/` cannot be');
    expect(await codeOf(source(homedir()))).toContain('images/context-refused');
  });

  it('has no Dockerfile, or a directory in its place', async () => {
    const missing = `images/dockerfile-missing: there is no Dockerfile at \`${root}/Dockerfile\``;
    expect(await codeOf(source())).toBe(missing);
    mkdirSync(join(root, 'Dockerfile'));
    expect(await codeOf(source())).toBe(missing);
  });

  it('is not there', async () => {
    write([], root);
    const dockerfile = join(root, 'Dockerfile') as AbsolutePath;
    expect(await codeOf(source(join(root, 'gone'), { dockerfile }))).toContain(
      `images/context-unreadable: cannot read \`${root}/gone\``,
    );
  });

  it('has a .dockerignore that nobody understands', async () => {
    write([], root);
    writeFileSync(join(root, '.dockerignore'), 'a[\n');
    expect(await codeOf(source())).toContain(
      `images/bad-dockerignore: cannot understand \`${root}/.dockerignore\`: \`a[\` is no pattern`,
    );
  });
});

describe('packContext', () => {
  async function packed(of: DockerfileSource): Promise<readonly string[]> {
    const context = await packContext(of);
    if (!context.ok) throw new Error(context.error.message);
    const lines = [`dockerfile ${context.value.dockerfile}`];
    const entries = extract();
    context.value.tar.pipe(entries);
    for await (const entry of entries) {
      const { name, type, mode, uid, gid, linkname } = entry.header;
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      const what = type === 'symlink' ? linkname : Buffer.concat(chunks).toString().trim();
      lines.push(`${name} ${type} ${mode.toString(8)} ${uid}:${gid} ${what}`);
    }
    return lines;
  }

  it('gives a sorted tar of root’s, links as links, with the Dockerfile whatever is left out', async () => {
    write(
      [
        ['z', { kind: 'file', content: 'last', executable: true }],
        ['b/f', { kind: 'file', content: 'é', executable: false }],
        ['a', { kind: 'link', target: '/etc/passwd' }],
        ['left-out', { kind: 'file', content: 'secret', executable: false }],
      ],
      root,
    );
    writeFileSync(join(root, '.dockerignore'), 'left-*\nDockerfile\n.dockerignore\n');
    expect(await packed(source())).toEqual([
      'dockerfile Dockerfile',
      '.dockerignore file 644 0:0 left-*\nDockerfile\n.dockerignore',
      'Dockerfile file 644 0:0 FROM scratch\nCOPY . /',
      'a symlink 777 0:0 /etc/passwd',
      'b/ directory 755 0:0 ',
      'b/f file 644 0:0 é',
      'z file 755 0:0 last',
    ]);
  });

  it('takes along a Dockerfile from outside the context', async () => {
    write([], root);
    mkdirSync(join(root, 'context'));
    const dockerfile = join(root, 'Dockerfile') as AbsolutePath;
    expect(await packed(source(join(root, 'context'), { dockerfile }))).toEqual([
      'dockerfile .tackle.Dockerfile',
      '.tackle.Dockerfile file 644 0:0 FROM scratch\nCOPY . /',
    ]);
  });

  it('is the same bytes every time', async () => {
    write([['f', { kind: 'file', content: 'x'.repeat(100_000), executable: false }]], root);
    const bytes = async () => {
      const context = await packContext(source());
      if (!context.ok) throw new Error(context.error.message);
      return Buffer.concat((await context.value.tar.toArray()) as Buffer[]);
    };
    const first = await bytes();
    expect(first.length).toBeGreaterThan(100_000);
    expect((await bytes()).equals(first)).toBe(true);
  });
});
