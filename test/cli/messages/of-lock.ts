import type { Place } from '../../../src/kernel/place.ts';
import {
  conflict,
  malformed,
  newer,
  noProject,
  noSuchToolbox,
  notBuilt,
  notLockable,
  notLocked,
  notLockedForBundle,
  unreadable,
  unwritable,
  type LockCode,
} from '../../../src/lock/problems.ts';
import type { Examples } from './examples.ts';

const FILE = '/home/ada/thesis/tackle.lock';

function line(text: string, number: number): Place {
  return { file: FILE, line: number, column: 1, length: text.length, text };
}

export const LOCK: Examples<LockCode> = {
  'lock/conflict': [conflict(line('<<<<<<< HEAD', 12))],
  'lock/malformed': [
    malformed(line('[toolbox.latex]', 7), '`digest`: `sha256:12` is no digest'),
    malformed(line('[toolbox.latex', 7), 'incomplete key-value'),
  ],
  'lock/newer': [newer(line('lock', 3), 2)],
  'lock/unreadable': [unreadable(FILE, "EACCES: permission denied, open 'tackle.lock'")],
  'lock/unwritable': [unwritable(FILE, "EROFS: read-only file system, open 'tackle.lock'")],
  'lock/no-project': [noProject()],
  'lock/not-locked': [
    notLocked('python@3', '`tackle.lock` has no entry for it'),
    notLockedForBundle('python@3', '`tackle.lock` has no entry for it'),
  ],
  'lock/not-lockable': [
    notLockable(
      'tools',
      '`tools:1` is an image that only this engine has',
      'push it to a registry',
    ),
  ],
  'lock/no-such-toolbox': [
    noSuchToolbox('ruby', ['latex', 'python@3']),
    noSuchToolbox('latx', ['latex', 'python@3']),
    noSuchToolbox('ruby', []),
  ],
  'lock/not-built': [notBuilt('python@3')],
};
