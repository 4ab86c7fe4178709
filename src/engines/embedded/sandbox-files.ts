import type { LaunchFiles } from '../launch-files.ts';

/** Files of the host that a sandbox needs besides what the plan mounts. */
export interface SandboxFiles extends LaunchFiles {
  /** The unpacked image. */
  readonly root: string;
}
