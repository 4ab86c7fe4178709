import type { Pin } from '../../lock/pin.ts';
import { imageName } from '../../plan/image-name.ts';
import type { Dialect } from './dialect.ts';

/** The name under which this engine has the image or can pull it. */
export function nameOfImage({ ownNames }: Dialect, pin: Pin): string {
  const isMadeHere = pin.kind === 'packages' || pin.kind === 'dockerfile';
  return isMadeHere ? ownNames + imageName(pin) : imageName(pin);
}
