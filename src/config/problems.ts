import type { Place } from '../kernel/place.ts';
import type { Problem } from '../kernel/problem.ts';

export type ConfigCode =
  | 'config/syntax'
  | 'config/too-deep'
  | 'config/too-many-aliases'
  | 'config/tag'
  | 'config/alias'
  | 'config/several-documents'
  | 'config/duplicate-key'
  | 'config/unknown-key'
  | 'config/missing-key'
  | 'config/bad-name'
  | 'config/bad-value'
  | 'config/wrong-type'
  | 'config/toolbox-kind'
  | 'config/written-twice'
  | 'config/path-outside'
  | 'config/user-only'
  | 'config/not-met'
  | 'config/unknown-variable';

export type ConfigProblem = Problem<ConfigCode>;

/** One fault in a config text, at its characters. */
export function configProblem(
  code: ConfigCode,
  place: Place,
  message: string,
  hint?: string,
): ConfigProblem {
  return { code, message, ...(hint !== undefined && { hint }), place };
}
