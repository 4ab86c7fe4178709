import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { Digest } from '../../kernel/brand.ts';
import { LayerFault } from './layer-fault.ts';

/** What bytes passed, so far. */
export interface Measured {
  readonly stream: Transform;
  readonly bytes: () => number;
  /** Once all have passed. */
  readonly digest: () => Digest;
}

export interface Announced {
  readonly digest?: Digest | undefined;
  readonly size?: number | undefined;
}

/**
 * Passes bytes on and counts and hashes them. Fails as soon as they are more than was announced, and at the end when
 * they are fewer or others.
 *
 * @param each sees every piece before the next stream does
 */
export function measured(
  announced: Announced,
  each?: (chunk: Buffer, all: number) => void,
): Measured {
  const hash = createHash('sha256');
  let bytes = 0;
  let digest: Digest | undefined;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      try {
        bytes += chunk.length;
        hash.update(chunk);
        if (bytes > (announced.size ?? Infinity)) throw tooLong(announced);
        each?.(chunk, bytes);
      } catch (error) {
        callback(error as Error);
        return;
      }
      callback(null, chunk);
    },
    flush(callback) {
      digest = `sha256:${hash.digest('hex')}` as Digest;
      callback(differs(announced, { bytes, digest }));
    },
  });
  return {
    stream,
    bytes: () => bytes,
    digest: () => {
      if (digest === undefined) throw new Error('asked for the digest before the end');
      return digest;
    },
  };
}

function tooLong({ size }: Announced): LayerFault {
  return new LayerFault('damaged', `it is longer than the ${String(size)} bytes announced`);
}

function differs(
  announced: Announced,
  got: { readonly bytes: number; readonly digest: Digest },
): LayerFault | null {
  const { size, digest } = announced;
  if (size !== undefined && got.bytes !== size) {
    const counts = `${String(got.bytes)} of ${String(size)} bytes`;
    return new LayerFault('damaged', `it ends after ${counts}`);
  }
  if (digest === undefined || got.digest === digest) return null;
  return new LayerFault('damaged', `its content is \`${got.digest}\``);
}
