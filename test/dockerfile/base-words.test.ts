import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printReference } from '../../src/catalog/reference.ts';
import type { DockerfileSource } from '../../src/catalog/tool.ts';
import { baseWords, type BuildChoices } from '../../src/images/dockerfile/base-words.ts';
import { dockerfileBases } from '../../src/images/dockerfile/dockerfile-bases.ts';
import { replaceWords } from '../../src/images/dockerfile/replace-words.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { temporary } from '../host/temporary.ts';

const CHOICES: BuildChoices = { args: {}, platform: 'linux/amd64' };

function named(text: string, choices: Partial<BuildChoices> = {}): readonly string[] {
  return baseWords(text, { ...CHOICES, ...choices }).map(({ reference }) =>
    reference === undefined ? '?' : printReference(reference),
  );
}

describe('the images that a Dockerfile builds on', () => {
  const several = [
    'FROM a.org/one:1 AS first',
    'FROM First AS second',
    'COPY --from=a.org/two:2 /x /x',
    'FROM a.org/three:3',
    'COPY --chown=1:1 --from=second /x /y',
    'COPY --from=0 /x /y',
    'FROM a.org/four:4 AS unused',
  ].join('\n');

  it.each<readonly [string, string, readonly string[]]>([
    ['a name alone', 'FROM debian', ['docker.io/library/debian:latest']],
    ['small letters', 'from a.org/b:c as d', ['a.org/b:c']],
    ['a platform', 'FROM --platform=$BUILDPLATFORM a.org/b:c', ['a.org/b:c']],
    ['a digest', `FROM a.org/b@sha256:${'5'.repeat(64)}`, [`a.org/b@sha256:${'5'.repeat(64)}`]],
    ['nothing', 'FROM scratch\nCOPY --from=scratch a b', []],
    ['stages', several, ['a.org/one:1', 'a.org/two:2', 'a.org/three:3', 'a.org/four:4']],
    ['a mount', 'FROM scratch\nRUN --mount=type=bind,from=a.org/b:c,target=/x ls', ['a.org/b:c']],
    ['a default', 'ARG V=1\nARG B=a.org/b:$V\nFROM ${B}-slim', ['a.org/b:1-slim']],
    ['a default in FROM', 'FROM a.org/b:${V:-2}${W+x}${V-}', ['a.org/b:2']],
    ['a default in a default', 'ARG V=1\nFROM ${X:-a.org/${V}:${Y-z}}', ['a.org/1:z']],
    ['quotes', `ARG A="a.org" B='b'\nFROM $A/"$B"`, ['a.org/b:latest']],
    ['several arguments at once', 'ARG A=a.org B=b\nFROM $A/$B:c', ['a.org/b:c']],
    [
      'an argument of a stage',
      'ARG V=1\nFROM a.org/b:$V\nARG V=2\nFROM a.org/c:$V',
      ['a.org/b:1', 'a.org/c:1'],
    ],
    ['its own machine', 'FROM a.org/b:${TARGETARCH}', ['a.org/b:amd64']],
    ['a continued line', 'FROM \\\n  # no\n\n  a.org/b:c \\\n  AS d', ['a.org/b:c']],
    ['a word in two lines', 'FROM a.o\\\nrg/b:c', ['a.org/b:c']],
    [
      'another escape',
      '# escape=`\nFROM `\na.org/b:c\nRUN x\\\nFROM a.org/d:e',
      ['a.org/b:c', 'a.org/d:e'],
    ],
    ['a syntax', '# syntax=docker/dockerfile:1\nFROM a.org/b:c', ['a.org/b:c']],
    ['a comment', '# FROM x\nFROM a.org/b:c # FROM y', ['a.org/b:c']],
    [
      'a document',
      'FROM a.org/b:c\nRUN <<EOF cat <<-"END"\nFROM x\nEOF\nFROM y\n\tEND\nFROM a.org/d:e',
      ['a.org/b:c', 'a.org/d:e'],
    ],
    [
      'what looks like one',
      'FROM a.org/b:c\nRUN cat <<<EOF "<<EOF"\nFROM a.org/d:e',
      ['a.org/b:c', 'a.org/d:e'],
    ],
    ['a trigger', 'FROM a.org/b:c\nONBUILD COPY --from=x a b', ['a.org/b:c']],
    ['lines of DOS and a mark', '\xef\xbb\xbfFROM a.org/b:c\r\nRUN x\r\n', ['a.org/b:c']],
    ['what is no name', 'FROM Not/A:Name:\nFROM ${X#y}\nFROM a.org/b:c', ['?', '?', 'a.org/b:c']],
    ['an empty file', '', []],
  ])('%s', (_, text, images) => {
    expect(named(text)).toEqual(images);
  });

  it('end with the target', () => {
    expect(named(several, { target: 'SECOND' })).toEqual(['a.org/one:1', 'a.org/two:2']);
    expect(named(several, { target: '0' })).toEqual(['a.org/one:1']);
  });

  it('are those of the arguments that are given', () => {
    const text = 'ARG V=1\nARG W\nFROM a.org/b:$V$W$NOT';
    expect(named(text, { args: { V: '2', W: 'w', NOT: 'x' } })).toEqual(['a.org/b:2w']);
    expect(named(text, { args: {}, platform: 'linux/arm64' })).toEqual(['a.org/b:1']);
  });
});

describe('words that are replaced', () => {
  it('leave all other bytes as they are, and every line where it is', () => {
    const text =
      '# \xe9\nARG V=1\r\nFROM a.o\\\n  # no\nrg/$V  AS \\\n\n x\nCOPY --from=b.org/c:d a b\n';
    const words = baseWords(text, CHOICES);
    const by = words.map(({ at }, index) => ({ at, by: `new${String(index)}` }));
    expect(replaceWords(text, by)).toBe(
      '# \xe9\nARG V=1\r\nFROM new0\\\n  # no\n  AS \\\n\n x\nCOPY --from=new1 a b\n',
    );
  });

  const line = fc.oneof(
    fc.constantFrom(
      'FROM a.org/b:c AS d',
      'COPY --from=a.org/e f g',
      'RUN cat <<EOF',
      'EOF',
      'RUN x \\',
      '# c',
      'ARG A="b" \\',
      'FROM $A',
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 12 }),
  );
  const file = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '')), { maxLength: 12 });

  it('by themselves change nothing', () => {
    fc.assert(
      fc.property(file, (lines) => {
        const text = lines.flat().join('');
        const same = baseWords(text, CHOICES).map(({ at }) => ({
          at,
          by: at.map((offset) => text.charAt(offset)).join(''),
        }));
        // A word in two lines comes together in the first of them: nothing is lost or added.
        const replaced = replaceWords(text, same);
        expect(replaced.split('').toSorted()).toEqual(text.split('').toSorted());
        expect(replaced.split('\n').length).toBe(text.split('\n').length);
        const whole = same.filter(({ at }) => (at.at(-1) ?? 0) - (at[0] ?? 0) === at.length - 1);
        expect(replaceWords(text, whole)).toBe(text);
      }),
    );
  });

  it('are found again as what they were replaced by', () => {
    fc.assert(
      fc.property(file, (lines) => {
        const text = lines.flat().join('');
        const words = baseWords(text, CHOICES).filter(({ reference }) => reference !== undefined);
        const by = `z.org/pinned@sha256:${'7'.repeat(64)}`;
        const pinned = replaceWords(
          text,
          words.map(({ at }) => ({ at, by })),
        );
        const found = baseWords(pinned, CHOICES);
        expect(found.filter(({ reference }) => reference?.registry === 'z.org').length).toBe(
          words.length,
        );
      }),
    );
  });
});

describe('a file', () => {
  function source(path: string, text: string): DockerfileSource {
    mkdirSync(path, { recursive: true });
    const dockerfile = join(path, 'Dockerfile') as AbsolutePath;
    writeFileSync(dockerfile, text);
    return { kind: 'dockerfile', dockerfile, context: path as AbsolutePath, args: {} };
  }

  it('names each image once, on every platform, and none by its digest', async () => {
    using directory = temporary();
    const digest = `sha256:${'5'.repeat(64)}`;
    const text = `FROM debian\nFROM docker.io/debian:latest\nFROM a.org/b:$TARGETARCH\nFROM c.org/d@${digest}\n`;
    expect(await dockerfileBases(source(directory.path, text))).toMatchObject({
      ok: true,
      value: [
        { registry: 'docker.io', repository: 'library/debian', tag: 'latest' },
        { registry: 'a.org', tag: 'amd64' },
        { registry: 'a.org', tag: 'arm64' },
      ],
    });
  });

  it('with a word that makes no sense is shown there', async () => {
    using directory = temporary();
    expect(await dockerfileBases(source(directory.path, '# é\nFROM Ä/x AS y\n'))).toMatchObject({
      ok: false,
      error: {
        code: 'images/base-unreadable',
        place: { line: 2, column: 6, length: 3, text: 'FROM Ä/x AS y' },
      },
    });
  });
});
