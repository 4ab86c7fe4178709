import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { prunableContainers } from './prunable-containers.ts';
import { prunableLogs, prunablePrepared, prunableShims } from './prunable-files.ts';
import { prunableImages } from './prunable-images.ts';
import type { PruneRow } from './prunable.ts';
import { listPruned, pruneText } from './prune-listing.ts';
import { stdoutColumns } from './stdout-columns.ts';
import { writeJson, writeOut } from './write-out.ts';

/** `tackle prune [--all] [--dry-run] [--json]`. One thing that cannot be removed keeps no other. */
export const main: CommandMain = async ({ options }, context) => {
  const all = [
    await prunableContainers(context),
    prunablePrepared(context),
    prunableShims(context),
    prunableLogs(context),
    await prunableImages(options['all'] === true, context),
  ];
  const problems = all.flatMap((one) => one.problems);
  const isDry = options['dry-run'] === true;
  const rows: PruneRow[] = [];
  for (const { row, remove } of all.flatMap(({ parts }) => parts)) {
    const inTheWay = isDry ? [] : await remove();
    if (inTheWay.length === 0) rows.push(row);
    problems.push(...inTheWay);
  }
  const listing = listPruned(rows, !isDry);
  const written =
    options['json'] === true
      ? await writeJson(listing)
      : await writeOut(pruneText(listing, stdoutColumns()));
  return problems.length > 0 ? failed(...problems) : written;
};
