import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  lutimesSync,
  mkdirSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { pathForNode } from '../../host/path-for-node.ts';
import { privately } from '../../host/privately.ts';
import type { MergedDirectory, MergedFile, MergedNode } from './merge-layers.ts';
import { directoryMode, fileMode, UNDESCRIBED } from './modes.ts';
import { FILES, layerDir, type StorePlace } from './store-place.ts';

/** How many names are made before everybody else has a turn. */
const AT_ONCE = 500;

/**
 * Lays the tree out in `path`, which is not there yet. Every name is made in a directory that was made a moment
 * before for this purpose; nothing is opened, replaced or followed.
 *
 * Throws the signal's reason, and what the file system throws.
 */
export async function makeRoot(
  store: StorePlace,
  tree: MergedDirectory,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  let made = 0;
  const directories: { readonly path: string; readonly tree: MergedDirectory }[] = [{ path, tree }];
  makeDirectory(path);
  // The list grows while it is walked: parents come before what is in them.
  for (const { path: parent, tree: inside } of directories) {
    for (const [name, node] of inside.children) {
      const child = `${parent}/${name}`;
      if (node.kind === 'directory') {
        makeDirectory(child);
        directories.push({ path: child, tree: node });
      } else makeLeaf(store, node, child);
      if (++made % AT_ONCE === 0) await setImmediate();
      signal.throwIfAborted();
    }
  }
  // What is made in a directory changes its time, so the innermost come first.
  for (const { path: done, tree: inside } of directories.reverse()) finishDirectory(done, inside);
}

function makeDirectory(path: string): void {
  privately(() => mkdirSync(pathForNode(path)));
}

function finishDirectory(path: string, { attributes = UNDESCRIBED }: MergedDirectory): void {
  const at = pathForNode(path);
  chmodSync(at, directoryMode(attributes.mode));
  utimesSync(at, attributes.mtime, attributes.mtime);
}

function makeLeaf(
  store: StorePlace,
  node: Exclude<MergedNode, MergedDirectory>,
  path: string,
): void {
  const at = pathForNode(path);
  if (node.kind === 'symlink') {
    symlinkSync(pathForNode(node.target), at);
    lutimesSync(at, node.mtime, node.mtime);
    return;
  }
  const content = `${layerDir(store, node.layer)}/${FILES}/${String(node.content)}`;
  try {
    linkSync(content, at);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EMLINK') throw error;
    copy(content, at, node);
  }
}

/** A file has room for so many names: 65,000 on ext4. */
function copy(from: string, to: string | Buffer, { mode, mtime }: MergedFile): void {
  copyFileSync(from, to, constants.COPYFILE_EXCL);
  chmodSync(to, fileMode(mode));
  utimesSync(to, mtime, mtime);
}
