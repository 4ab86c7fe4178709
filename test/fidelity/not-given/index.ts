import type { CallerName } from '../case.ts';
import type { PathName } from '../paths/launch-path.ts';
import { embedded } from './embedded.ts';
import { files } from './files.ts';
import { lives } from './lives.ts';
import type { NotGiven } from './not-given.ts';
import { streams } from './streams.ts';
import { terminal } from './terminal.ts';

/**
 * What is known to differ from native. A part that differs and is not here fails the run, and so does
 * one that is here and does not differ any more.
 */
export const NOT_GIVEN: readonly NotGiven[] = [
  ...files,
  ...streams,
  ...terminal,
  ...lives,
  ...embedded,
];

/** @param caller any of them when not said */
export function reasonFor(path: PathName, part: string, caller?: CallerName): NotGiven | undefined {
  return NOT_GIVEN.find(
    ({ paths, parts, callers }) =>
      paths.includes(path) &&
      parts.includes(part) &&
      (caller === undefined || callers === undefined || callers.includes(caller)),
  );
}
