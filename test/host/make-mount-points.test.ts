import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeMountPoints } from '../../src/host/make-mount-points.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { temporary } from './temporary.ts';

function pointsIn(home: AbsolutePath, ...names: readonly string[]) {
  return names.map((name) => ({ path: join(home, name) as AbsolutePath }));
}

describe('mount points', () => {
  it('are made in a home of the caller alone, and may be there already', () => {
    using here = temporary();
    const home = join(here.path, 'homes/python') as AbsolutePath;
    const within = pointsIn(home, 'work', 'work/proj');
    expect(makeMountPoints(home, within)).toMatchObject({ ok: true });
    expect(makeMountPoints(home, within)).toMatchObject({ ok: true });
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'work/proj')).isDirectory()).toBe(true);
  });

  it('are not made through a link that a tool left', () => {
    using here = temporary();
    mkdirSync(join(here.path, 'home'));
    mkdirSync(join(here.path, 'elsewhere'));
    symlinkSync('../elsewhere', join(here.path, 'home/work'));
    const home = join(here.path, 'home') as AbsolutePath;
    const within = pointsIn(home, 'work', 'work/proj');
    expect(makeMountPoints(home, within)).toMatchObject({
      ok: false,
      error: { code: 'host/home-not-usable' },
    });
    expect(existsSync(join(here.path, 'elsewhere/proj'))).toBe(false);
  });

  it('are empty files where no directory is mounted, and leave what a tool wrote there', () => {
    using here = temporary();
    const home = join(here.path, 'home') as AbsolutePath;
    const file = join(here.path, 'file') as AbsolutePath;
    writeFileSync(file, 'outside');
    const [dir, notes, kept] = pointsIn(home, 'dir', 'dir/notes', 'kept');
    const within = [
      { ...dir!, source: here.path },
      { ...notes!, source: file },
      { ...kept!, source: file },
    ];
    mkdirSync(home);
    writeFileSync(kept!.path, 'by a tool');
    expect(makeMountPoints(home, within)).toEqual({ ok: true, value: undefined });
    expect(makeMountPoints(home, within)).toEqual({ ok: true, value: undefined });
    expect(statSync(dir!.path).isDirectory()).toBe(true);
    expect(readFileSync(notes!.path, 'utf8')).toBe('');
    expect(readFileSync(kept!.path, 'utf8')).toBe('by a tool');
  });

  it.each(['directory', 'link'])('for a file are no %s that a tool left', (what) => {
    using here = temporary();
    const source = join(here.path, 'file') as AbsolutePath;
    writeFileSync(source, 'outside');
    const home = join(here.path, 'home') as AbsolutePath;
    const [point] = pointsIn(home, 'notes');
    mkdirSync(home);
    if (what === 'link') symlinkSync('../file', point!.path);
    else mkdirSync(point!.path);
    expect(makeMountPoints(home, [{ ...point!, source }])).toMatchObject({
      ok: false,
      error: {
        message: `the toolbox's home cannot be used: \`${point!.path}\` is not a file of yours`,
        detail: ['it is a link or a directory'],
      },
    });
  });

  it('in a home that is a file are a problem', () => {
    using here = temporary();
    const home = join(here.path, 'home') as AbsolutePath;
    writeFileSync(home, '');
    expect(makeMountPoints(home, [])).toEqual({
      ok: false,
      error: {
        code: 'host/home-not-usable',
        message: `the toolbox's home cannot be used: \`${home}\` is not a directory of yours`,
        hint: `look at it with \`ls -ld '${home}'\`; remove it, or set \`XDG_DATA_HOME\` to a directory that you may write to`,
        detail: ['it is a link or a file'],
      },
    });
  });
});
