import type { LimitsSpec } from '../config/config.ts';
import type { Limits } from './launch-plan.ts';

/**
 * Processes and threads together, which is what the kernel counts. A JVM or a linker takes a few hundred,
 * `make -j` on a large machine a few thousand; a fork bomb is stopped long before the machine is.
 */
export const DEFAULT_PIDS = 4096;

/** The limits of a launch; of two that name one resource the first wins. */
export function limitsOf(specs: readonly LimitsSpec[]): Limits {
  const first = (name: keyof LimitsSpec) =>
    specs.find((spec) => spec[name] !== undefined)?.[name]?.value;
  const memory = first('memory');
  const cpus = first('cpus');
  return {
    pids: first('pids') ?? DEFAULT_PIDS,
    ...(memory !== undefined && { memory }),
    ...(cpus !== undefined && { cpus }),
  };
}
