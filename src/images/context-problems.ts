import type { Place } from '../kernel/place.ts';
import type { ImagesProblem } from './problems.ts';

export function dockerfileMissing(dockerfile: string): ImagesProblem {
  return {
    code: 'images/dockerfile-missing',
    message: `there is no Dockerfile at \`${dockerfile}\``,
    hint: 'paths in a config start at the directory of the config file; check `dockerfile:`',
  };
}

/** A context that holds far more than one toolbox could mean. */
export function contextRefused(context: string): ImagesProblem {
  return {
    code: 'images/context-refused',
    message: `\`${context}\` cannot be a build context: all of it would be sent to the builder`,
    hint: 'put the Dockerfile and what it copies into a directory of their own',
  };
}

/** Something in the context could not be read; the error of the system says what. */
export function contextUnreadable(context: string, error: unknown): ImagesProblem {
  const { code, path, message } = error as NodeJS.ErrnoException;
  const what = path ?? context;
  const why = code === 'EACCES' ? 'permission denied' : message;
  return {
    code: 'images/context-unreadable',
    message: `cannot read \`${what}\` of the build context \`${context}\`: ${why}`,
    hint: `make it readable, or leave it out with a line in \`${context}/.dockerignore\``,
  };
}

/** What was looked at, and maybe trusted, is not what would have been built. */
export function contextChanged(dockerfile: string): ImagesProblem {
  return {
    code: 'images/context-changed',
    message: `\`${dockerfile}\`, or a file that its steps are given, was changed while it was sent to the builder; nothing was built`,
    hint: 'run it again when nobody writes there',
  };
}

export function badDockerignore(file: string, why: string): ImagesProblem {
  return {
    code: 'images/bad-dockerignore',
    message: `cannot understand \`${file}\`: ${why}`,
    hint: 'see https://docs.docker.com/build/concepts/context/#dockerignore-files',
  };
}

/** A word of a Dockerfile where an image is named, and that makes none. */
export function baseUnreadable(place: Place): ImagesProblem {
  return {
    code: 'images/base-unreadable',
    message: 'no image can be made out of what the Dockerfile builds on here',
    hint: 'write a name such as `debian:bookworm`; variables of `ARG` may stand in `FROM`, as `$A`, `${A}` or `${A:-b}`',
    place,
  };
}
