import { nearest } from '../kernel/nearest.ts';
import type { Place } from '../kernel/place.ts';
import type { Problem } from '../kernel/problem.ts';

export type LockCode =
  /** The file `tackle.lock`. */
  | 'lock/conflict'
  | 'lock/malformed'
  | 'lock/newer'
  | 'lock/unreadable'
  | 'lock/unwritable'
  /** A toolbox and the file. */
  | 'lock/no-project'
  | 'lock/not-locked'
  | 'lock/not-lockable'
  | 'lock/no-such-toolbox'
  | 'lock/not-built';

export type LockProblem = Problem<LockCode>;

/** Two branches changed the file, and nobody has said which of them is right. */
export function conflict(place: Place): LockProblem {
  return {
    code: 'lock/conflict',
    message: 'the lock file holds the marks of a merge that was not finished',
    hint: 'keep whole entries of either side, take the marks away, then `tackle lock` puts right what does not fit',
    place,
  };
}

export function malformed(place: Place, why: string): LockProblem {
  return {
    code: 'lock/malformed',
    message: `the lock file was not written like this: ${why}`,
    hint: 'get the one before back (`git checkout tackle.lock`), or take that entry out and `tackle lock` writes it anew',
    place,
  };
}

export function newer(place: Place, format: number): LockProblem {
  return {
    code: 'lock/newer',
    message: `the lock file is of format ${format}, which a newer Tackle wrote`,
    hint: 'update Tackle: `npm install --global tackle`',
    place,
  };
}

/** @param said by the system */
export function unreadable(file: string, said: string): LockProblem {
  return {
    code: 'lock/unreadable',
    message: `the lock file \`${file}\` cannot be read`,
    hint: `look at it with \`ls -l '${file}'\``,
    detail: [said],
  };
}

/** @param said by the system */
export function unwritable(file: string, said: string): LockProblem {
  return {
    code: 'lock/unwritable',
    message: `the lock file \`${file}\` cannot be written, and is as it was`,
    hint: 'is the checkout read-only, or the disk full? `tackle lock --check` only reads',
    detail: [said],
  };
}

export function noProject(): LockProblem {
  return {
    code: 'lock/no-project',
    message: 'there is no `tackle.yaml` in this directory or above it, so there is nothing to lock',
    hint: 'change to the directory of a project, or begin one here with `tackle init`',
  };
}

/** @param why such as `tackle.lock has no entry for it` */
export function notLocked(toolbox: string, why: string): LockProblem {
  return {
    code: 'lock/not-locked',
    message: `\`${toolbox}\` is not locked, and \`--frozen\` runs only what is: ${why}`,
    hint: 'write it down with `tackle lock`, and commit `tackle.lock`',
  };
}

/** The same where nobody has typed `--frozen`. */
export function notLockedForBundle(toolbox: string, why: string): LockProblem {
  return {
    code: 'lock/not-locked',
    message: `\`${toolbox}\` is not locked, and a bundle holds only what is: ${why}`,
    hint: 'write it down with `tackle lock`',
  };
}

export function notLockable(toolbox: string, why: string, hint: string): LockProblem {
  return { code: 'lock/not-lockable', message: `\`${toolbox}\` cannot be locked: ${why}`, hint };
}

export function noSuchToolbox(word: string, known: readonly string[]): LockProblem {
  const names = known.map((name) => name.split('@')[0] ?? name);
  const near = nearest(word, [...known, ...names]);
  return {
    code: 'lock/no-such-toolbox',
    message: `the project uses no toolbox \`${word}\``,
    hint:
      known.length === 0
        ? 'its config names none'
        : near === undefined
          ? `it uses ${known.map((name) => `\`${name}\``).join(', ')}`
          : `did you mean \`${near}\`?`,
  };
}

/** An image of a registry, where something is to be built. */
export function notBuilt(toolbox: string): LockProblem {
  return {
    code: 'lock/not-built',
    message: `\`${toolbox}\` is an image of a registry, and not built here`,
    hint: `get it with \`tackle pull ${toolbox}\``,
  };
}
