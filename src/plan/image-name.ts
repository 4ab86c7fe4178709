import { hexOf } from '../kernel/brand.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Pin } from '../lock/pin.ts';

/** The name under which a Docker engine has the image or can pull it; exact for every kind of pin. */
export function imageName(pin: Pin): string {
  switch (pin.kind) {
    case 'registry':
      return `${pin.registry}/${pin.repository}@${pin.digest}`;
    case 'local':
      return pin.id;
    case 'packages':
    case 'dockerfile':
      return `tackle/${pin.kind}:${hexOf(pin.key)}`;
    default:
      return unreachable(pin);
  }
}
