import { closeSync, constants, fstatSync, lstatSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { pathForNode } from './path-for-node.ts';
import { privately } from './privately.ts';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_WRONLY } = constants;

/**
 * Adds a line to a file of this user's own, which is made with mode 0600 where there is none. Lines of several programs at
 * once stay whole: each is one write. Nothing is written to anything but such a file: what somebody else has put in its place
 * (a link, a pipe, a device, a second name of another file) is left as it is.
 *
 * The error is what is in the way, for people.
 */
export function appendLine(file: AbsolutePath, line: string): Result<void, string> {
  try {
    const stranger = strangersLink(file);
    if (stranger !== undefined) return err(`${stranger} is a symbolic link of somebody else’s`);
    const flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK;
    const descriptor = privately(() => openSync(pathForNode(file), flags, 0o600));
    try {
      const status = fstatSync(descriptor);
      const isOwn = status.uid === process.geteuid?.() && status.nlink === 1;
      if (!status.isFile() || !isOwn) {
        return err('it is not a file of yours alone');
      }
      writeSync(descriptor, `${line}\n`);
      return ok(undefined);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return err(code === 'ELOOP' ? 'it is a symbolic link' : (message.split(', ')[0] ?? message));
  }
}

/** On the way to the file. Those of root and of this user are where they want them. */
function strangersLink(file: AbsolutePath): string | undefined {
  for (let path = dirname(file); path !== '/'; path = dirname(path)) {
    const status = lstatSync(pathForNode(path));
    if (!status.isSymbolicLink()) continue;
    if (status.uid !== 0 && status.uid !== process.geteuid?.()) return path;
  }
  return undefined;
}
