import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rig } from './rig.ts';

/** A directory for one test, open to every user and gone at the end of its block: `using project = scratch('project')`. */
export function scratch(name: string): Disposable & { readonly path: string } {
  const parent = join(rig().scratch, 'work');
  mkdirSync(parent, { recursive: true });
  const path = realpathSync(mkdtempSync(join(parent, `${name}-`)));
  chmodSync(path, 0o755);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
