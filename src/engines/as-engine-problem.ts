import type { ImagesCode, ImagesProblem } from '../images/problems.ts';
import type { EngineCode, EngineProblem } from './engine.ts';

/** What goes wrong with registries is called the same on every engine. */
const CODES: Partial<Record<ImagesCode, EngineCode>> = {
  'images/image-not-found': 'engine/image-not-found',
  'images/registry-denied': 'engine/registry-denied',
  'images/registry-unreachable': 'engine/registry-unreachable',
  'images/no-space': 'engine/no-space',
  'images/interrupted': 'engine/interrupted',
};

/** The same problem, by the code that other engines have for it if there is one. */
export function asEngineProblem(
  problem: EngineProblem | ImagesProblem,
): EngineProblem | ImagesProblem {
  const code = CODES[problem.code as ImagesCode];
  return code === undefined ? problem : { ...problem, code };
}
