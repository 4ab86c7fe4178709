import { SHIMS } from '../paths/launch-path.ts';
import type { NotGiven } from './not-given.ts';

const NAMESPACE =
  'a user namespace that a user may make knows their own uid and gid: all others are shown as `nobody` and `nogroup`, though what they may do stays the same';

/** What Tackle's own engine does not give. */
export const embedded: readonly NotGiven[] = [
  {
    paths: ['tackle embedded', 'shim embedded'],
    parts: ['the numbers and names of all groups', 'what a group may do, its members may'],
    callers: ['user'],
    because: NAMESPACE,
  },
  {
    paths: ['tackle embedded', 'shim embedded'],
    parts: ['the groups of a uid without an account'],
    because: NAMESPACE,
  },
  {
    paths: ['tackle embedded', ...SHIMS],
    parts: ['a line typed ahead is the next command’s'],
    because:
      'the tool has a terminal of its own, and the launcher has read what was typed; to give keys back to a terminal (TIOCSTI) is what a tool must not be able to do',
  },
  {
    paths: ['tackle embedded'],
    parts: ['a tool that closes stderr early ends its reader, and goes on'],
    because:
      'the launcher keeps stderr, for what there may be to say at the end; the fast path, which waits in the tool’s place, gives it',
  },
];
