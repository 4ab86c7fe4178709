import type Docker from 'dockerode';
import type { Registries } from '../../config/config.ts';
import type { Environment } from '../finding.ts';
import type { DockerAddress } from './address.ts';
import type { Dialect } from './dialect.ts';

/** What the parts of this engine share. */
export interface DockerContext {
  readonly docker: Docker;
  readonly address: DockerAddress;
  readonly dialect: Dialect;
  readonly cacheDir: string;
  readonly env: Environment;
  /** Where images are asked for. */
  readonly registries?: Registries;
}
