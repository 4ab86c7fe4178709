import type { CatalogProblem } from '../catalog/problems.ts';
import type { ConfigProblem } from '../config/problems.ts';
import type { EditorsProblem } from '../editors/problems.ts';
import type { EngineProblem } from '../engines/engine.ts';
import type { ConfigTextsProblem } from '../host/config-problems.ts';
import type { HostProblem } from '../host/problems.ts';
import type { ImagesProblem } from '../images/problems.ts';
import type { InitProblem } from '../init/problems.ts';
import type { LockProblem } from '../lock/problems.ts';
import type { PlanProblem } from '../plan/problems.ts';
import type { SessionProblem } from '../session/problems.ts';
import type { ShimsProblem } from '../shims/problems.ts';
import type { TrustProblem } from '../trust/problems.ts';
import type { CliProblem } from './problems.ts';

/** Every problem that can reach a user, whichever room made it. */
export type AnyProblem =
  | CatalogProblem
  | CliProblem
  | ConfigProblem
  | ConfigTextsProblem
  | EditorsProblem
  | EngineProblem
  | HostProblem
  | ImagesProblem
  | InitProblem
  | LockProblem
  | PlanProblem
  | SessionProblem
  | ShimsProblem
  | TrustProblem;

export type AnyCode = AnyProblem['code'];
