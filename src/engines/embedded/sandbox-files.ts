import type { LaunchFiles } from '../launch-files.ts';

/** Files of the host that a sandbox needs besides what the plan mounts. */
export interface SandboxFiles extends Omit<LaunchFiles, 'link'> {
  /** The unpacked image. */
  readonly root: string;
  /** Absent where init has its connection from its start on. */
  readonly link?: string;
}
