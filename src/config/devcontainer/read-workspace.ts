import type { AbsolutePath } from '../../kernel/brand.ts';
import { absolutePathOf } from '../../kernel/brand.ts';
import { liesIn } from '../../kernel/path-within.ts';
import type { Located, Place } from '../../kernel/place.ts';
import type { Written } from '../written.ts';
import { valueAt } from '../written.ts';
import { type Faults, shown } from './faults.ts';
import { mountOptions } from './mount-options.ts';
import { lastPart, substitute } from './variables.ts';

/** Where the project is seen as well, and what is called `${containerWorkspaceFolder}`. */
export interface Workspace {
  readonly mountedAt: Located<AbsolutePath>;
  readonly folder: AbsolutePath;
}

const HINT = 'leave it out: the project is seen at its own path anyway, where you stand in it';

/**
 * `workspaceFolder` and `workspaceMount`. Without them it is `/workspaces/NAME`, as it is for everybody who goes by the specification.
 */
export function readWorkspace(document: Written, root: AbsolutePath, faults: Faults): Workspace {
  const usual = `/workspaces/${lastPart(root) || 'project'}` as AbsolutePath;
  const folder = readFolder(valueAt(document, 'workspaceFolder'), root, usual, faults);
  const mount = readMount(valueAt(document, 'workspaceMount'), root, faults);
  const place = folder?.place ?? document.place;
  const isUsual = folder === undefined || liesIn(folder.value, usual);
  return {
    mountedAt: mount ?? { value: isUsual ? usual : folder.value, place },
    folder: folder?.value ?? mount?.value ?? usual,
  };
}

function readFolder(
  written: Written | undefined,
  root: AbsolutePath,
  usual: AbsolutePath,
  faults: Faults,
): Located<AbsolutePath> | undefined {
  if (written === undefined) return undefined;
  const text = faults.textOf('workspaceFolder', written);
  if (text === undefined) return undefined;
  const value = pathOf(text, root, usual);
  if (value !== undefined) return { value, place: written.place };
  faults.notMet('workspaceFolder', written.place, notAPath(text), HINT);
  return undefined;
}

/** `source=${localWorkspaceFolder},target=/work,type=bind`: the project, as a whole, somewhere. */
function readMount(
  written: Written | undefined,
  root: AbsolutePath,
  faults: Faults,
): Located<AbsolutePath> | undefined {
  if (written === undefined) return undefined;
  const options = mountOptions('workspaceMount', written, faults);
  if (options === undefined) return undefined;
  const place: Place = written.place;
  const { type, source = '', target = '', readOnly, others } = options;
  const at = pathOf(target, root, root);
  const isProject = type === 'bind' && pathOf(source, root, root) === root;
  if (!isProject || readOnly !== undefined || others.length > 0) {
    const why =
      'what is worked on is the project itself, as it is on your disk, and can be written to';
    faults.notMet('workspaceMount', place, why, HINT);
    return undefined;
  }
  if (at !== undefined) return { value: at, place };
  faults.notMet('workspaceMount', place, notAPath(target), HINT);
  return undefined;
}

/** `containerWorkspaceFolder` is what is asked for here: it stands for the usual one. */
function pathOf(text: string, root: AbsolutePath, usual: AbsolutePath): AbsolutePath | undefined {
  const known = { localWorkspaceFolder: root, containerWorkspaceFolder: usual };
  const found = substitute(text, known);
  return found.kind === 'text' ? absolutePathOf(found.value) : undefined;
}

function notAPath(text: string): string {
  return `\`${shown(text)}\` is no path that can be known here`;
}
