import type { Registries } from '../../config/config.ts';
import type { Donors } from '../donor.ts';
import type { Environment } from '../finding.ts';

/** What images come from. */
export interface Supplies {
  readonly env: Environment;
  readonly donors: Donors;
  readonly registries?: Registries;
}
