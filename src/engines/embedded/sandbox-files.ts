import type { AccountFiles } from '../account-files.ts';

/** Files of the host that a sandbox needs besides what the plan mounts. */
export interface SandboxFiles extends AccountFiles {
  /** The unpacked image. */
  readonly root: string;
  /** The static init program. */
  readonly init: string;
  /** The directory of the link to the launcher, with the words for init in it. */
  readonly link: string;
}
