import { expect, test } from 'vitest';
import { openedDirectories } from '../../../src/engines/embedded/opened-directories.ts';
import { rootOf } from './root-of.ts';

const look = rootOf({
  '/': { dirs: ['etc', 'home', 'run', 'srv'], files: ['bin'], links: { var: 'srv' } },
  '/etc': { files: ['passwd'], links: { mtab: '/proc/mounts' } },
  '/home': { dirs: ['casey'] },
  '/home/casey': {},
  '/run': {},
  '/srv': {},
});

function opened(...targets: (readonly [string, 'directory' | 'file'])[]) {
  const found = openedDirectories(
    look,
    targets.map(([path, kind]) => ({ path, kind })),
  );
  return Object.fromEntries([...found].map(([path, names]) => [path, [...names]]));
}

test('what the image has is mounted on as it is', () => {
  expect(opened(['/home/casey', 'directory'], ['/etc/passwd', 'file'])).toEqual({});
});

test('the nearest directory that is there makes room for what is missing', () => {
  expect(opened(['/home/robin/project', 'directory'])).toEqual({ '/home': ['robin'] });
  expect(opened(['/work', 'directory'])).toEqual({ '/': ['work'] });
});

test('what is of another kind makes way, links too', () => {
  expect(opened(['/bin', 'directory'], ['/etc/mtab', 'file'], ['/var/tmp', 'directory'])).toEqual({
    '/': ['bin', 'var'],
    '/etc': ['mtab'],
  });
});

test('below another mount there is room already', () => {
  expect(opened(['/run', 'directory'], ['/run/user/1000', 'directory'])).toEqual({});
});

test('two that lack the same directory open it once', () => {
  const found = opened(['/home/a', 'directory'], ['/home/b', 'directory']);
  expect(found).toEqual({ '/home': ['a', 'b'] });
});
