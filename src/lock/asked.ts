import type { ToolboxName, ToolboxVersion } from '../kernel/brand.ts';
import { toolboxNameOf, toolboxVersionOf } from '../kernel/brand.ts';

/** What was asked for, read back from the name of an entry: `python@3 from packages`. */
export interface Asked {
  readonly name: ToolboxName;
  readonly version?: ToolboxVersion;
}

const ASKED = /^([^@ ]+)(?:@([^@ ]+))?(?: from (?:image|packages))?$/;

/** Nothing for a text that names no entry; `catalog/asked-name.ts` makes them. */
export function parseAsked(text: string): Asked | undefined {
  const [, nameText = '', versionText] = ASKED.exec(text) ?? [];
  const name = toolboxNameOf(nameText);
  if (name === undefined) return undefined;
  if (versionText === undefined) return { name };
  const version = toolboxVersionOf(versionText);
  return version === undefined ? undefined : { name, version };
}
