import { shortText } from '../kernel/brand.ts';
import type { Change } from '../lock/compare-entries.ts';
import { megabytes } from './megabytes.ts';
import { shownTable } from './shown-table.ts';

/** What an update changes of one toolbox, or would change. */
export interface ToolboxChanges {
  readonly toolbox: string;
  readonly changes: readonly Change[];
  /** In bytes, of what is locked and of what is newer. */
  readonly sizes?: { readonly before?: number; readonly after?: number };
}

/** A line for each change under a heading, and nothing where there is none. */
export function changesText(all: readonly ToolboxChanges[]): string {
  const hasSizes = all.some(({ sizes }) => sizeText(sizes) !== '');
  const rows = all.flatMap(({ toolbox, changes, sizes }) =>
    changes.map(({ what, before = '-', after = '-' }, at) => [
      toolbox,
      what,
      shortText(before),
      shortText(after),
      ...(hasSizes ? [at === 0 ? sizeText(sizes) : ''] : []),
    ]),
  );
  const head = ['TOOLBOX', 'WHAT', 'BEFORE', 'AFTER', ...(hasSizes ? ['SIZE'] : [])];
  return rows.length === 0 ? '' : shownTable([head, ...rows]);
}

/** One where both are the same to the eye. */
function sizeText(sizes: ToolboxChanges['sizes']): string {
  const shown = [sizes?.before, sizes?.after].flatMap((size) =>
    size === undefined ? [] : [megabytes(size)],
  );
  return shown.length === 0 ? '' : `${[...new Set(shown)].join(' → ')} MB`;
}
