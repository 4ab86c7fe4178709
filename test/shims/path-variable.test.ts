import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { exportPath, pathFor, type ShellName } from '../../src/shims/path-variable.ts';
import { isProjectShims, projectShims } from '../../src/shims/project-directory.ts';

const PROJECTS = '/home/ada/.local/share/tackle/projects';
const of = (root: string) => projectShims(PROJECTS, root as AbsolutePath);

describe('the directory of a project', () => {
  test('has its name as far as PATH can, and is another one for each path', () => {
    expect(of('/home/ada/thesis')).toMatch(/^\/home\/ada\/.*\/projects\/thesis-[0-9a-f]{12}\/bin$/);
    expect(of("/a:b/it's $x\udc80")).toMatch(/\/projects\/it_s__x_-[0-9a-f]{12}\/bin$/);
    expect(of('/')).toMatch(/\/projects\/-[0-9a-f]{12}\/bin$/);
    expect(of(`/${'n'.repeat(255)}`).length).toBeLessThan(PROJECTS.length + 80);
    expect(of('/a/x')).not.toBe(of('/b/x'));
  });

  test('is known again on PATH, and nothing else is taken for one', () => {
    const known = [of('/x'), `${of('/x')}/`, of('/x').replace('/bin', '//bin')];
    const others = [PROJECTS, `${PROJECTS}/bin`, `${of('/x')}/y`, `/y${of('/x')}`, '', 'bin'];
    expect([...known, ...others].map((each) => isProjectShims(PROJECTS, each))).toEqual([
      ...known.map(() => true),
      ...others.map(() => false),
    ]);
  });
});

describe('PATH', () => {
  const entry = fc.constantFrom('/usr/bin', '/bin', '', '.', '/o:', of('/x'), of('/y'), '/é \'"\\');
  const path = fc.array(entry, { minLength: 1 }).map((entries) => entries.join(':'));

  test('has the directory in front, once, and everything else as it was', () => {
    fc.assert(
      fc.property(path, (before) => {
        const after = pathFor(of('/x'), PROJECTS, before);
        const foreign = before.split(':').filter((each) => !isProjectShims(PROJECTS, each));
        expect(after.split(':')).toEqual([of('/x'), ...foreign]);
        expect(pathFor(of('/x'), PROJECTS, after)).toBe(after);
      }),
    );
  });

  test('that nobody has set is what shells take', () => {
    expect(pathFor(of('/x'), PROJECTS)).toBe(`${of('/x')}:/usr/local/bin:/usr/bin:/bin`);
  });

  test.each<[string, ShellName]>([
    ['dash', 'bash'],
    ['bash', 'bash'],
    ['zsh', 'zsh'],
    ['fish', 'fish'],
  ])('is set by %s as it was meant', (program, shell) => {
    const hostile = [
      'it\'s "$(id)" \\ `id`',
      'end\\',
      "'",
      '*',
      '~',
      ' a\tb',
      'é',
      '-x',
      "\\'\n",
      '/',
    ];
    const value = ['/usr/bin', ...hostile, '/bin'].join(':');
    const script = `${exportPath(shell, value)}/usr/bin/env -0`;
    const { stdout } = spawnSync(`/usr/bin/${program}`, ['-c', script], { encoding: 'utf8' });
    expect(stdout.split('\0').filter((line) => line.startsWith('PATH='))).toEqual([
      `PATH=${value}`,
    ]);
  });
});
