import { printByTag } from '../catalog/reference.ts';
import { imageGone } from '../images/registry/problems.ts';
import type { ImagesProblem } from '../images/problems.ts';
import type { RegistryPin } from '../lock/pin.ts';
import { asEngineProblem } from './as-engine-problem.ts';
import type { EngineProblem } from './engine.ts';

/** What its registry does not have, it had when it was locked. */
export function orGone<P extends EngineProblem | ImagesProblem>(
  problem: P,
  pin: RegistryPin,
): P | EngineProblem | ImagesProblem {
  if (pin.exact === undefined || !problem.code.endsWith('/image-not-found')) return problem;
  const wanted = { registry: pin.registry, image: printByTag(pin) };
  return asEngineProblem(imageGone(wanted, pin.digest, problem.detail));
}
