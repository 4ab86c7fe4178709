import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeMountPoints } from '../../src/host/make-mount-points.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { temporary } from './temporary.ts';

describe('mount points', () => {
  it('are made in a home of the caller alone, and may be there already', () => {
    using here = temporary();
    const home = join(here.path, 'homes/python') as AbsolutePath;
    const within = ['work', 'work/proj'].map((name) => join(home, name) as AbsolutePath);
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
    const within = ['work', 'work/proj'].map((name) => join(home, name) as AbsolutePath);
    expect(makeMountPoints(home, within)).toMatchObject({
      ok: false,
      error: { code: 'host/home-not-usable' },
    });
    expect(existsSync(join(here.path, 'elsewhere/proj'))).toBe(false);
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
