import type { SourceKind } from '../config/config.ts';
import type { ToolboxName, ToolboxVersion } from '../kernel/brand.ts';

/**
 * What was asked for, as one text: the name of its entry in `tackle.lock`. Two commands that ask alike share one. The
 * source is a part of it where the command itself names one.
 */
export function askedName(
  name: ToolboxName,
  version: ToolboxVersion | undefined,
  source: SourceKind | undefined,
): string {
  const which = version === undefined ? name : `${name}@${version}`;
  return source === undefined ? which : `${which} from ${source}`;
}
