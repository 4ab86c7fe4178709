import type { CatalogToolbox, CatalogVersion, Smoke } from './catalog.ts';
import { expand } from './template.ts';

export interface SmokeCheck extends Pick<Smoke, 'command' | 'args' | 'on'> {
  /** What the output matches when the version works. */
  readonly pattern: RegExp;
}

/** How to see that this version of the toolbox works. */
export function smokeCheck(toolbox: CatalogToolbox, version: CatalogVersion): SmokeCheck {
  const { command, args, prints, on } = version.smoke ?? toolbox.smoke;
  const literal = version.version.replaceAll('.', '\\.');
  const source = expand(prints.replaceAll('{version}', literal), version.version);
  return { command, args, on, pattern: new RegExp(source, 'mu') };
}
