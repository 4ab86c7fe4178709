import { badImage } from '../catalog/problems.ts';
import { parseReference, printByTag } from '../catalog/reference.ts';
import { imageStore } from '../host/directories.ts';
import { bytesTogether, listStore } from '../images/store/list-store.ts';
import { archiveUnusable } from '../images/store/problems.ts';
import { openStore, type Store } from '../images/store/store.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { CommandMain, Context, Given, Outcome } from './command.ts';
import { failed } from './command.ts';
import { placeInCommandLine } from './command-line.ts';
import { imagesToKeep } from './images-to-keep.ts';
import { imagesText, listImages, prunedText } from './images-listing.ts';
import { missingArgument } from './problems.ts';
import { stdoutColumns } from './stdout-columns.ts';
import { visible } from './visible-text.ts';
import { workVisibly } from './work-visibly.ts';
import { writeJson, writeOut } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle images [list | import FILE | prune | check]`. */
export const main: CommandMain = async ({ words, options }, context) => {
  const [action = 'list', file] = words;
  if (action === 'import') {
    if (file !== undefined) return await importFile(file, options, context);
    const place = placeInCommandLine(['images', 'import'], 2);
    return failed(missingArgument('images import', '`FILE`', place));
  }
  if (action === 'prune') return await prune(options['all'] === true, context);
  return action === 'check' ? await check(context) : await list(options, context);
};

async function list(options: Given['options'], context: Context): Promise<Outcome> {
  const { env } = context;
  const directory = imageStore(env);
  const listed = listStore(directory);
  if (!listed.ok) return failed(listed.error);
  const listing = listImages(directory, listed.value);
  if (options['json'] === true) return writeJson(listing);
  return writePaged(imagesText(listing, stdoutColumns()), context);
}

async function importFile(
  file: string,
  options: Given['options'],
  context: Context,
): Promise<Outcome> {
  const { importImage } = await import('../engines/embedded/import-image.ts');
  const name = typeof options['name'] === 'string' ? options['name'] : undefined;
  if (name !== undefined && parseReference(name) === undefined) {
    return failed(badImage(name, placeInCommandLine(['images', 'import', '--name', name], 3)));
  }
  if (file === '-' && process.stdin.isTTY) {
    return failed(archiveUnusable('stdin', 'it is a terminal'));
  }
  const source = file === '-' ? { path: 'stdin', stream: process.stdin } : { path: file };
  const imported = await workVisibly(context, (work) =>
    importImage(source, name, context.env, work),
  );
  if ('kind' in imported) return imported;
  if (!imported.ok) return failed(imported.error);
  return writeOut(
    imported.value.map((reference) => `imported ${printByTag(reference)}\n`).join(''),
  );
}

async function prune(all: boolean, context: Context): Promise<Outcome> {
  const { env } = context;
  const { lockedImages } = await import('./locked-images.ts');
  const locked = await lockedImages(context);
  return await withStore(env, async (store) => {
    const listed = listStore(store.directory);
    if (!listed.ok) return failed(listed.error);
    const { images } = listed.value;
    const pruned = await store.prune(imagesToKeep(listed.value, all, locked, Date.now()));
    if (!pruned.ok) return failed(pruned.error);
    const { forgetNames } = await import('../engines/embedded/names.ts');
    await forgetNames(env);
    const removed = images.filter(({ id }) => pruned.value.images.includes(id));
    return writeOut(prunedText(removed, bytesTogether(pruned.value.layers, listed.value)));
  });
}

async function check(context: Context): Promise<Outcome> {
  return await withStore(context.env, async (store) => {
    const subject = store.directory;
    const problems = await workVisibly(context, async ({ report, signal }) => {
      report({ kind: 'started', task: 'check', subject });
      const found = await store.check({ deep: true, signal });
      report({ kind: 'finished', task: 'check', subject });
      return found;
    });
    if ('kind' in problems) return problems;
    if (problems.length > 0) return failed(...problems);
    const { length } = store.images();
    return writeOut(
      `${visible(subject)} is whole: ${length} ${length === 1 ? 'image' : 'images'}\n`,
    );
  });
}

async function withStore(
  env: Context['env'],
  act: (store: Store) => Promise<Outcome>,
): Promise<Outcome> {
  const opened = openStore(imageStore(env) as AbsolutePath);
  if (!opened.ok) return failed(opened.error);
  await using store = opened.value;
  return await act(store);
}
