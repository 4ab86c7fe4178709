import type { Problem } from '../kernel/problem.ts';

export type ImagesProblem = Problem<ImagesCode>;

export type ImagesCode =
  /** This machine cannot build at all. */
  | 'images/builder-missing'
  | 'images/keyring-missing'
  | 'images/no-user-namespaces'
  | 'images/foreign-architecture'
  /** The Debian mirror. */
  | 'images/bad-mirror'
  | 'images/mirror-unreachable'
  | 'images/mirror-untrusted'
  | 'images/mirror-stale'
  /** What was asked for does not exist. */
  | 'images/unknown-suite'
  | 'images/unknown-package'
  | 'images/unknown-package-version'
  | 'images/unmet-dependencies'
  | 'images/bad-snapshot'
  /** What is locked. */
  | 'images/package-gone'
  | 'images/package-differs'
  | 'images/rootfs-differs'
  /** npm. */
  | 'images/npm-unreachable'
  | 'images/unknown-npm-package'
  | 'images/unknown-npm-version'
  | 'images/npm-unusable'
  | 'images/npm-damaged'
  /** Dockerfiles and their contexts. */
  | 'images/dockerfile-missing'
  | 'images/context-refused'
  | 'images/context-unreadable'
  | 'images/context-changed'
  | 'images/bad-dockerignore'
  | 'images/base-unreadable'
  /** The store of unpacked images, and what comes into it. */
  | 'images/layer-damaged'
  | 'images/layer-refused'
  | 'images/layer-missing'
  | 'images/store-damaged'
  | 'images/archive-unusable'
  /** Bundles of a project's toolboxes. */
  | 'images/bundle-unwritable'
  | 'images/bundle-unusable'
  | 'images/bundle-differs'
  /** Registries and the images in them. */
  | 'images/registry-unreachable'
  | 'images/registry-broke-off'
  | 'images/registry-failing'
  | 'images/registry-busy'
  | 'images/registry-denied'
  | 'images/registry-odd-answer'
  | 'images/credentials-unusable'
  | 'images/image-not-found'
  | 'images/image-damaged'
  | 'images/image-not-for-platform'
  | 'images/image-too-old'
  | 'images/image-unusable'
  | 'images/not-signed'
  | 'images/signature-wrong'
  | 'images/key-unusable'
  | 'images/cosign-missing'
  /** The build itself. */
  | 'images/no-space'
  | 'images/cannot-write'
  | 'images/build-failed'
  | 'images/interrupted';

/** Lines that a program or a server said; shown below the message. */
type Said = readonly string[];

function detailed(problem: ImagesProblem, said: Said): ImagesProblem {
  return said.length === 0 ? problem : { ...problem, detail: said };
}

/** The caller gave up: `task` is what was being done, such as ``building `latex` ``. */
export function interrupted(task: string): ImagesProblem {
  return { code: 'images/interrupted', message: `interrupted while ${task}` };
}

/** No room where a build writes: `where` is a directory. */
export function noSpace(where: string, said: Said = []): ImagesProblem {
  return detailed(
    {
      code: 'images/no-space',
      message: `no space left on the disk of \`${where}\``,
      hint: `see how full it is with \`df -h ${where}\`; \`XDG_CACHE_HOME\` moves builds to another disk`,
    },
    said,
  );
}

/** Tackle's own directory cannot be written for another reason than a full disk. */
export function cannotWrite(where: string, error: unknown): ImagesProblem {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return noSpace(where);
  return {
    code: 'images/cannot-write',
    message: `cannot write to \`${where}\`, where images are built: ${message}`,
    hint: `see who owns it with \`ls -ld ${where}\`; \`XDG_CACHE_HOME\` moves builds elsewhere`,
  };
}

/** The builder ended with an error that no other problem describes. */
export function buildFailed(suite: string, said: Said): ImagesProblem {
  return detailed(
    { code: 'images/build-failed', message: `building from the packages of \`${suite}\` failed` },
    said,
  );
}
