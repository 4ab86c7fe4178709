import { printByTag } from '../catalog/reference.ts';
import * as registries from '../images/registry/problems.ts';
import type { ImagesProblem } from '../images/problems.ts';
import type { RegistryPin } from '../lock/pin.ts';
import { asEngineProblem } from './as-engine-problem.ts';
import type { EngineProblem } from './engine.ts';

/** What its registry does not have, it had when it was locked. */
export function orGone(
  problem: EngineProblem | ImagesProblem,
  pin: RegistryPin,
): EngineProblem | ImagesProblem {
  if (pin.exact === undefined) return problem;
  const wanted = { registry: pin.registry, image: printByTag(pin) };
  return asEngineProblem(registries.orGone(problem, pin.digest, wanted));
}
