import { createHash } from 'node:crypto';
import type { DockerfileSource } from '../catalog/tool.ts';
import type { Digest } from '../kernel/brand.ts';
import type { ContextEntry } from './context-files.ts';

/** Raised when the same context would be packed or hashed in another way. */
const FORMAT = 1;

/**
 * The name of a context, entry by entry in the order of `contextFiles`: names, contents, executable bits and link targets,
 * target and arguments.
 */
export class ContextHash {
  readonly #hash = createHash('sha256');

  /** @param dockerfile what the Dockerfile is called in the context */
  constructor(source: DockerfileSource, dockerfile: string) {
    const { target = null } = source;
    const args = Object.entries(source.args).sort(([a], [b]) => (a < b ? -1 : 1));
    this.#hash.update(JSON.stringify({ format: FORMAT, dockerfile, target, args }));
  }

  /** @param content the SHA-256 of a file's content, in hex */
  add(entry: ContextEntry, content = ''): void {
    this.#hash.update(`\n${JSON.stringify(described(entry, content))}`);
  }

  digest(): Digest {
    return `sha256:${this.#hash.digest('hex')}` as Digest;
  }
}

/** Everything that counts of an entry, in an order of its own. */
function described(entry: ContextEntry, content: string): readonly unknown[] {
  switch (entry.kind) {
    case 'directory':
      return ['directory', entry.path];
    case 'link':
      return ['link', entry.path, entry.target];
    case 'file':
      return ['file', entry.path, entry.executable, content];
  }
}
