import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRepositoryFiles, repositoryRoot } from '../../src/host/repository-files.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { temporary } from './temporary.ts';

const TEX = { directory: '.', endings: ['.tex'], depth: 1, most: 3 };

function made(root: string, files: Readonly<Record<string, string>>): AbsolutePath {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root as AbsolutePath;
}

const pathsOf = (read: Awaited<ReturnType<typeof readRepositoryFiles>>) =>
  read.files.map(({ path }) => path);

it('reads what is wanted and there, and looks no deeper than it is told', async () => {
  using directory = temporary();
  const root = made(directory.path, {
    '.nvmrc': '\uFEFF20\n',
    'b.tex': '',
    'a/c.tex': '',
    'a/b/d.tex': '',
    'node_modules/x.tex': '',
    '.cache/y.tex': '',
    'README.md': '',
  });
  const read = await readRepositoryFiles(root, {
    paths: ['.nvmrc', '.python-version'],
    several: [TEX],
  });
  expect(pathsOf(read)).toEqual(['.nvmrc', 'b.tex', 'a/c.tex']);
  expect(read.files[0]?.text).toBe('20\n');
  expect(read.unread).toEqual([]);
});

it('reads no more of a kind than it is told', async () => {
  using directory = temporary();
  const root = made(
    directory.path,
    Object.fromEntries([1, 2, 3, 4, 5].map((at) => [`${at}.tex`, ''])),
  );
  expect(pathsOf(await readRepositoryFiles(root, { paths: [], several: [TEX] }))).toEqual([
    '1.tex',
    '2.tex',
    '3.tex',
  ]);
});

it('reads nothing that lies outside, is large, or is no file, and says so', async () => {
  using outside = temporary();
  using directory = temporary();
  const root = made(directory.path, {
    real: '18',
    large: 'x'.repeat(256 * 1024 + 1),
    'folder/x': '',
  });
  made(outside.path, { secret: 'token', 'deep.tex': '' });
  symlinkSync('real', join(root, '.nvmrc'));
  symlinkSync(join(outside.path, 'secret'), join(root, '.python-version'));
  symlinkSync('/dev/zero', join(root, 'endless'));
  symlinkSync(outside.path, join(root, 'linked'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  const paths = ['.nvmrc', '.python-version', 'endless', 'large', 'folder', 'pipe'];
  const read = await readRepositoryFiles(root, { paths, several: [TEX] });
  expect(read.files).toEqual([{ path: '.nvmrc', text: '18' }]);
  expect(read.unread).toEqual([
    { path: '.python-version', why: 'it leads out of the project' },
    { path: 'endless', why: 'it leads out of the project' },
    { path: 'large', why: 'it has 262145 bytes, and 262144 are the most that is read' },
    { path: 'folder', why: 'EISDIR' },
    { path: 'pipe', why: 'it is no file' },
  ]);
});

it('goes up to the nearest directory with a file of these names, within the repository', () => {
  using directory = temporary();
  const top = made(directory.path, {
    '.nvmrc': '',
    'repo/.git/HEAD': '',
    'repo/web/.nvmrc': '',
    'repo/web/src/a.js': '',
    'repo/docs/b.md': '',
  });
  const rootOf = (path: string, HOME = '/home/ada') =>
    repositoryRoot(join(top, path) as AbsolutePath, ['.nvmrc'], { HOME });
  expect(rootOf('repo/web/src')).toBe(join(top, 'repo/web'));
  expect(rootOf('repo/docs')).toBe(join(top, 'repo'));
  expect(rootOf('repo')).toBe(join(top, 'repo'));
  expect(rootOf('')).toBe(top);
});

it('is never the home directory, nor what lies above', () => {
  using directory = temporary();
  const top = made(directory.path, { '.nvmrc': '', '.git/HEAD': '', 'sub/a': '' });
  expect(repositoryRoot(top, ['.nvmrc'], { HOME: top })).toBeUndefined();
  expect(repositoryRoot('/' as AbsolutePath, ['.nvmrc'], { HOME: top })).toBeUndefined();
  expect(repositoryRoot(join(top, 'sub') as AbsolutePath, ['.nvmrc'], { HOME: top })).toBe(
    join(top, 'sub'),
  );
});
