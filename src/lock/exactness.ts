import type { Digest } from '../kernel/brand.ts';
import type { Pin } from './pin.ts';

/** What the image is told from all others by. */
export function digestOf(pin: Pin): Digest {
  switch (pin.kind) {
    case 'registry':
      return pin.digest;
    case 'local':
      return pin.id;
    case 'packages':
    case 'dockerfile':
      return pin.key;
  }
}

/** Whether `tackle.lock` has said so. */
export function isLocked(pin: Pin): boolean {
  return 'exact' in pin || 'bases' in pin;
}
