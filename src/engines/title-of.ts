import { printByTag } from '../catalog/reference.ts';
import { recipeSubject } from '../images/recipe-subject.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type { Pin } from '../lock/pin.ts';

/** What people call the image of a pin. */
export function titleOf(pin: Pin): string {
  switch (pin.kind) {
    case 'registry':
      return printByTag(pin);
    case 'local':
      return pin.name;
    case 'packages':
      return recipeSubject(pin.recipe);
    case 'dockerfile':
      return pin.source.dockerfile;
    default:
      return unreachable(pin);
  }
}
