import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDockerignore } from '../../src/images/dockerignore.ts';

const FILES = [
  'README.md',
  'a.txt',
  'sub/b.txt',
  'sub/deep/c.txt',
  'sub/deep/keep.md',
  'node_modules/x/index.js',
  'src/node_modules/y/index.js',
  'src/main.c',
  'src/main.o',
  'star*/odd[1].txt',
  'ünï/é.txt',
  '#hash',
  '.hidden',
];

const RULES: readonly string[] = [
  '',
  '*.txt',
  '**/*.txt',
  'sub',
  '/sub/',
  './sub/../sub/deep',
  'node_modules',
  '**/node_modules',
  '*\n!src\n!README.md',
  '*\n!sub/deep/keep.md',
  'sub\n!sub/deep\nsub/deep/c.txt',
  'src/main.?',
  'src/main.[a-n]',
  'src/main.[^c]',
  '# a comment\n  a.txt  \n\n   \n#hash',
  '\\#hash',
  'star\\*',
  'ünï',
  '**',
  '.*',
  'sub/*/c.txt',
  '!a.txt',
  '\uFEFFa.txt',
];

let context: string;
const image = `tackle-test-ignore-${String(process.pid)}`;

beforeAll(() => {
  context = mkdtempSync(join(tmpdir(), 'tackle-context-'));
  for (const file of FILES) {
    mkdirSync(dirname(join(context, file)), { recursive: true });
    writeFileSync(join(context, file), file);
  }
  writeFileSync(join(context, 'Dockerfile'), 'FROM scratch\nCOPY . /\n');
});

afterAll(() => {
  rmSync(context, { recursive: true });
});

/** What of `FILES` the real `docker build` gives to `COPY .`. */
function copiedByDocker(rules: string): string[] {
  writeFileSync(join(context, '.dockerignore'), rules);
  const env = { ...process.env, DOCKER_BUILDKIT: '0' };
  const docker = (...args: string[]) => execFileSync('docker', args, { env, stdio: 'pipe' });
  docker('build', '--tag', image, context);
  try {
    const container = docker('create', image, 'x').toString().trim();
    try {
      const tar = docker('export', container);
      const listed = execFileSync('tar', ['--list', '--quoting-style=literal'], { input: tar });
      const names = new Set(listed.toString().split('\n'));
      return FILES.filter((file) => names.has(file));
    } finally {
      docker('rm', container);
    }
  } finally {
    docker('rmi', image);
  }
}

describe('a .dockerignore leaves out what `docker build` leaves out', () => {
  for (const rules of RULES) {
    it(JSON.stringify(rules), () => {
      const ignored = readDockerignore(rules);
      expect(FILES.filter((file) => !ignored.excludes(file))).toEqual(copiedByDocker(rules));
    });
  }
});

it('reaches below excluded directories with an exception, as BuildKit does', () => {
  const ignored = readDockerignore('*\n!**/keep.md');
  expect(ignored.hasExceptions).toBe(true);
  expect(FILES.filter((file) => !ignored.excludes(file))).toEqual(['sub/deep/keep.md']);
});

it('names the pattern that is none', () => {
  expect(() => readDockerignore('a\n!')).toThrow('`!` excludes nothing');
  expect(() => readDockerignore('src/[ab')).toThrow('`src/[ab` is no pattern');
  expect(() => readDockerignore('src/[z-a]')).toThrow('`src/[z-a]` is no pattern');
});
