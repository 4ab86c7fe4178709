import { readFile, realpath, stat } from 'node:fs/promises';
import type { Editable } from '../config/nodes-in-text.ts';
import { writeWhole } from '../host/write-whole.ts';
import { cannotWrite, notEditable } from '../init/problems.ts';
import type { InitProblem } from '../init/problems.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';

/** Editors on Windows put one in front. */
const MARK = '\uFEFF';

/**
 * Changes the text of a config file, whole or not at all; what a symbolic link leads to is changed, not the link. The file keeps
 * its mode.
 *
 * @param byHand what to write there oneself, where no program can
 */
export async function editConfig(
  file: AbsolutePath,
  change: (source: Editable) => string | undefined,
  byHand: readonly string[],
): Promise<Result<void, InitProblem>> {
  try {
    const real = await realpath(file);
    const { mode } = await stat(real);
    const before = await readFile(real, 'utf8');
    const mark = before.startsWith(MARK) ? MARK : '';
    const text = before.slice(mark.length);
    const isPackage = file.endsWith('/package.json');
    const after = change({ text, ...(isPackage && { key: 'tackle' }) });
    if (after === undefined) return err(notEditable(file, byHand));
    await writeWhole(real, mark + after, { mode: mode & 0o7777 });
    return ok(undefined);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return err(cannotWrite(file, code ?? message));
  }
}
