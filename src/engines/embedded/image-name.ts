import { createHash } from 'node:crypto';
import type { Digest } from '../../kernel/brand.ts';
import type { Pin } from '../../lock/pin.ts';
import type { Platform } from '../../plan/launch-plan.ts';
import { unreachable } from '../../kernel/unreachable.ts';

/** What the store finds an image by: the exact bytes that a pin means, for one platform. */
export function storedName(pin: Pin, platform: Platform): Digest {
  const hash = createHash('sha256')
    .update(`${pin.kind} ${exactly(pin)} ${platform}`)
    .digest('hex');
  return `sha256:${hash}` as Digest;
}

function exactly(pin: Pin): string {
  switch (pin.kind) {
    case 'registry':
      // By its name too: who may not pull it from there does not get it because somebody else could.
      return `${pin.registry}/${pin.repository}@${pin.digest}`;
    case 'local':
      return pin.id;
    case 'packages':
    case 'dockerfile':
      return pin.key;
    default:
      return unreachable(pin);
  }
}
