import type { Digest } from '../../kernel/brand.ts';
import { noSpace, type ImagesProblem } from '../problems.ts';

/** The blob is not what its descriptor announces, or breaks off, or is no archive. */
export function layerDamaged(layer: string, why: string): ImagesProblem {
  return {
    code: 'images/layer-damaged',
    message: `the layer \`${layer}\` is damaged: ${why}`,
    hint: 'try again; if it stays so, ask whoever made the image, or runs the registry or a proxy in between',
  };
}

/** The archive is whole and holds what no image needs: `why` names the entry. */
export function layerRefused(layer: string, why: string): ImagesProblem {
  return {
    code: 'images/layer-refused',
    message: `the layer \`${layer}\` is not unpacked: ${why}`,
    hint: 'ask whoever made the image; one that `docker build` makes has none of this',
  };
}

/** An image names a layer that nobody unpacked, or that was removed meanwhile. */
export function layerMissing(layer: Digest): ImagesProblem {
  return {
    code: 'images/layer-missing',
    message: `the layer \`${layer}\` is not in the store`,
    hint: 'try again: another process may have removed it as unused',
  };
}

/** Something in the store is not as it was put there: `path` says where, `why` how. */
export function storeDamaged(path: string, why: string): ImagesProblem {
  return {
    code: 'images/store-damaged',
    message: `\`${path}\` is not as Tackle left it: ${why}`,
    hint: `remove it with \`rm -rf ${path}\`; what is missing is fetched again`,
  };
}

/** An archive or a directory that was to be imported holds no image that can be. */
export function archiveUnusable(path: string, why: string): ImagesProblem {
  return {
    code: 'images/archive-unusable',
    message: `there is no image to import in \`${path}\`: ${why}`,
    hint: 'make one with `docker save IMAGE -o FILE`, or as an OCI image layout',
  };
}

/** There are several images in the archive: `why` names them. */
export function archiveAmbiguous(path: string, why: string): ImagesProblem {
  return {
    code: 'images/archive-unusable',
    message: `which image to import from \`${path}\` is not said: ${why}`,
    hint: 'say which: `tackle images import --name NAME:TAG FILE`',
  };
}

/** There is an image in the archive, and nobody says what to call it. */
export function archiveNameless(path: string): ImagesProblem {
  return {
    code: 'images/archive-unusable',
    message: `the image in \`${path}\` has no name`,
    hint: 'give it one: `tackle images import --name NAME:TAG FILE`',
  };
}

/** What the file system says when the store cannot be written or read. */
export function storeUnwritable(directory: string, error: unknown): ImagesProblem {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && NO_ROOM.has(code)) {
    const hint = `see how full it is with \`df -h ${directory}\`; \`XDG_DATA_HOME\` moves images to another disk`;
    return { ...noSpace(directory), hint };
  }
  return {
    code: 'images/cannot-write',
    message: `cannot work in \`${directory}\`, where images are kept: ${message}`,
    hint: `see who owns it with \`ls -ld ${directory}\`; \`XDG_DATA_HOME\` moves images elsewhere`,
  };
}

/** A full disk, a full quota, and a limit on the size of files (`ulimit -f`). */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
