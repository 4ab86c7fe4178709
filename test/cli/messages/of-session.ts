import * as problems from '../../../src/session/problems.ts';
import type { Examples } from './examples.ts';

export const SESSION: Examples<problems.SessionCode> = {
  'session/cannot-read': [problems.cannotRead('EISDIR: illegal operation on a directory, read')],
  'session/cannot-write': [
    problems.cannotWrite('stdout', 'ENOSPC: no space left on device, write'),
    problems.cannotWrite('stderr', 'EIO: i/o error, write'),
  ],
};
