import { inject } from 'vitest';
import type { EngineAddress } from '../../scripts/setup/engine.mjs';

/** What the "real" tests stand on; made once a run by `global-setup.ts`. */
export interface Rig {
  /** Marks every process of this run, in its environment, as `TACKLE_TEST_RUN`. */
  readonly run: string;
  /** A directory that everybody may enter and that is gone after the run. */
  readonly scratch: string;
  /** Content that outlives the run: built images, keyed by what decides them. */
  readonly cache: string;
  readonly engine: EngineAddress;
  /** A registry without authentication: `127.0.0.1:40123`. */
  readonly registry: string;
  readonly kit: KitImage;
}

/** A small Debian with bash, coreutils, Python 3, Node, git, procps, ncurses, less and vim; see `kit-image.ts`. */
export interface KitImage {
  /** By tag: `127.0.0.1:40123/kit:1`. */
  readonly tag: string;
  /** By digest: `127.0.0.1:40123/kit@sha256:…`. */
  readonly reference: string;
  readonly registry: string;
  readonly repository: string;
  readonly digest: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    rig: Rig;
  }
}

/** This run's rig; only in tests of the "real" project. */
export function rig(): Rig {
  return inject('rig');
}
