import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changeLedgerFile, removeLedgerFile } from '../../src/host/change-ledger.ts';
import { projectIdentity } from '../../src/host/project-identity.ts';
import {
  isLedgerWithin,
  ledgerDirectory,
  ledgerFile,
  ledgerFiles,
  readLedgerFile,
} from '../../src/host/trust-ledger.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { temporary } from './temporary.ts';

const { uid } = userInfo();

function git(cwd: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  execFileSync('git', [...who, ...args], { cwd, stdio: 'ignore' });
}

function environment(home: string) {
  return { HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CACHE_HOME: join(home, 'cache') };
}

describe('who a project is', () => {
  const at = (...parts: readonly string[]) => join(...parts) as AbsolutePath;

  test('is the same in all worktrees of a repository, and by where it is in them', () => {
    using here = temporary();
    git(here.path, 'init', 'main');
    git(at(here.path, 'main'), 'commit', '--allow-empty', '-m', 'Begin');
    git(at(here.path, 'main'), 'worktree', 'add', '../fix');
    const main = projectIdentity(at(here.path, 'main'), uid);
    expect(projectIdentity(at(here.path, 'fix'), uid)).toBe(main);
    const below = projectIdentity(at(here.path, 'main/app'), uid);
    expect(projectIdentity(at(here.path, 'fix/app'), uid)).toBe(below);
    expect(below).not.toBe(main);
    // Moved by somebody else than git, it is no worktree of that repository.
    renameSync(at(here.path, 'fix'), at(here.path, 'moved'));
    expect(projectIdentity(at(here.path, 'moved'), uid)).not.toBe(main);
    renameSync(at(here.path, 'main'), at(here.path, 'other'));
    expect(projectIdentity(at(here.path, 'other'), uid)).not.toBe(main);
  });

  test.each([
    [
      'a .git that says so',
      (claim: string, main: string) => writeFileSync(at(claim, '.git'), `gitdir: ${main}/.git\n`),
    ],
    [
      'a .git that names a worktree’s entry',
      (claim: string, main: string) =>
        writeFileSync(at(claim, '.git'), `gitdir: ${main}/.git/worktrees/fix\n`),
    ],
    [
      'a .git that is a link',
      (claim: string, main: string) => symlinkSync(at(main, '.git'), at(claim, '.git')),
    ],
  ])('is not what it claims to be: %s', (_, make) => {
    using here = temporary();
    git(here.path, 'init', 'main');
    const main = at(here.path, 'main');
    git(main, 'commit', '--allow-empty', '-m', 'Begin');
    git(main, 'worktree', 'add', '../fix');
    const claim = at(here.path, 'claim');
    mkdirSync(claim);
    make(claim, main);
    expect(projectIdentity(claim, uid)).toBe(JSON.stringify([claim]));
    expect(projectIdentity(at(claim, 'app'), uid)).toBe(JSON.stringify([at(claim, 'app')]));
  });

  test('is its path where there is no repository, or somebody else’s', () => {
    using here = temporary();
    expect(projectIdentity(here.path, uid)).toBe(JSON.stringify([here.path]));
    git(here.path, 'init', 'main');
    const main = at(here.path, 'main');
    expect(projectIdentity(main, uid + 1)).toBe(JSON.stringify([main]));
  });
});

describe('the ledger', () => {
  test('is the user’s alone, and says what was written', async () => {
    using here = temporary();
    const env = environment(here.path);
    const file = ledgerFile('some project', env);
    expect(readLedgerFile(file)).toBeUndefined();
    await changeLedgerFile(file, env, (before) => `${before ?? 'new'}!`);
    await changeLedgerFile(file, env, (before) => `${before ?? 'new'}!`);
    expect(readLedgerFile(file)).toBe('new!!');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(ledgerFiles(env)).toEqual([file]);
    expect(removeLedgerFile(file)).toBe(true);
    expect(removeLedgerFile(file)).toBe(false);
    expect(ledgerFiles(env)).toEqual([]);
  });

  test('loses nothing of several who write at once', async () => {
    using here = temporary();
    const env = environment(here.path);
    const file = ledgerFile('some project', env);
    const words = ['a', 'b', 'c', 'd', 'e'];
    const add = (word: string) =>
      changeLedgerFile(file, env, (before) => `${before ?? ''} ${word}`);
    await Promise.all(words.map(add));
    expect(readLedgerFile(file)?.trim().split(' ').sort()).toEqual(words);
  });

  test('is not what others may write to, or have put there', async () => {
    using here = temporary();
    const env = environment(here.path);
    const file = ledgerFile('some project', env);
    await changeLedgerFile(file, env, () => 'mine');
    chmodSync(file, 0o620);
    expect(readLedgerFile(file)).toBeUndefined();
    removeLedgerFile(file);
    writeFileSync(join(here.path, 'elsewhere'), 'theirs', { mode: 0o600 });
    symlinkSync(join(here.path, 'elsewhere'), file);
    expect(readLedgerFile(file)).toBeUndefined();
  });

  test('counts for nothing inside of the project, by whatever path, also before it is made', () => {
    using here = temporary();
    const env = environment(join(here.path, 'project/home'));
    const within = (path: string, as = env) =>
      isLedgerWithin(join(here.path, path) as AbsolutePath, as);
    expect(within('project')).toBe(true);
    mkdirSync(join(here.path, 'project/home'), { recursive: true });
    expect(within('project')).toBe(true);
    expect(within('')).toBe(true);
    expect(within('proj')).toBe(false);
    symlinkSync('project/home', join(here.path, 'link'));
    expect(within('project', environment(join(here.path, 'link')))).toBe(true);
    mkdirSync(ledgerDirectory(env), { recursive: true });
    expect(within('project')).toBe(true);
    expect(within('project', environment(join(here.path, 'other')))).toBe(false);
    expect(isLedgerWithin('/' as AbsolutePath, env)).toBe(true);
  });
});
