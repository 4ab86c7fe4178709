import { bundleUnusable, bundleUnwritable } from '../images/bundle/problems.ts';
import type { CommandMain, Context, Outcome } from './command.ts';
import { done, failed } from './command.ts';
import { readLockable } from './lockable.ts';
import { lockedToolboxes } from './locked-toolboxes.ts';
import { workVisibly } from './work-visibly.ts';
import { writeOut } from './write-out.ts';

/** `tackle bundle export FILE [TOOLBOX…] | import FILE [TOOLBOX…]`. */
export const main: CommandMain = async ({ words }, context) => {
  const [action, file = '', ...toolboxes] = words;
  return action === 'export'
    ? await exportTo(file, toolboxes, context)
    : await importFrom(file, toolboxes, context);
};

async function exportTo(
  file: string,
  named: readonly string[],
  context: Context,
): Promise<Outcome> {
  const isStdout = file === '-';
  if (isStdout && process.stdout.isTTY) {
    return failed(bundleUnwritable('stdout', 'it is a terminal'));
  }
  const lockable = await readLockable({ words: named, versions: 'locked' }, context);
  if (!lockable.ok) return lockable.error;
  const exported = await workVisibly(context, async (work): Promise<Outcome | Told> => {
    const locked = await lockedToolboxes(lockable.value, work);
    if (!locked.ok) return failed(...locked.error);
    const { toolboxes } = locked.value;
    const reader = watchReader();
    const { exportBundle } = await import('./export-bundle.ts');
    const exported = await exportBundle(locked.value, file, work);
    if (reader.isGone) return { kind: 'signaled', signal: 'SIGPIPE' };
    if (!exported.ok) return failed(exported.error);
    const asked = toolboxes.map((toolbox) => toolbox.asked);
    return isStdout ? done : { kind: 'told', text: lines('exported', asked) };
  });
  return await told(exported);
}

/** What there is to say on stdout, once no progress is shown beside it any more. */
interface Told {
  readonly kind: 'told';
  readonly text: string;
}

async function told(outcome: Outcome | Told): Promise<Outcome> {
  return outcome.kind === 'told' ? await writeOut(outcome.text) : outcome;
}

/** Who reads stdout may go away (`tackle bundle export - | head`): that ends it as it would any other tool. */
function watchReader(): { readonly isGone: boolean } {
  const reader = { isGone: false };
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    reader.isGone = error.code === 'EPIPE';
  });
  return reader;
}

async function importFrom(
  file: string,
  named: readonly string[],
  context: Context,
): Promise<Outcome> {
  if (file === '-' && process.stdin.isTTY) {
    return failed(bundleUnusable('stdin', 'it is a terminal'));
  }
  const source = file === '-' ? { path: 'stdin', stream: process.stdin } : { path: file };
  const lockable = await readLockable({ words: named, versions: 'locked' }, context);
  if (!lockable.ok) return lockable.error;
  const imported = await workVisibly(context, async (work): Promise<Outcome | Told> => {
    const locked = await lockedToolboxes(lockable.value, work);
    if (!locked.ok) return failed(...locked.error);
    const { importBundle } = await import('./import-bundle.ts');
    const request = { ...locked.value, env: context.env, named: named.length > 0 };
    const imported = await importBundle(request, source, work);
    if (!imported.ok) return failed(...imported.error);
    const { imported: taken, missing, unsigned } = imported.value;
    const left = lines('not in the bundle:', missing) + lines('has to be signed:', unsigned);
    return { kind: 'told', text: lines('imported', taken) + left };
  });
  return await told(imported);
}

function lines(what: string, toolboxes: readonly string[]): string {
  return toolboxes.map((toolbox) => `${what} ${toolbox}\n`).join('');
}
