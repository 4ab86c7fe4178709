import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AbsolutePath } from '../../src/kernel/brand.ts';

/** An empty directory, by its real path, gone at the end of the block: `using here = temporary()`. */
export function temporary(): Disposable & { readonly path: AbsolutePath } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'tackle-host-'))) as AbsolutePath;
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
