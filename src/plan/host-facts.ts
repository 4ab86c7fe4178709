import type { AbsolutePath } from '../kernel/brand.ts';
import type { Platform, PlanUser, Stdio } from './launch-plan.ts';

/** What planning needs to know of the machine and the moment; gathered by `host/facts.ts`. */
export interface HostFacts {
  readonly user: PlanUser;
  readonly platform: Platform;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: WorkingDirectory;
  readonly stdio: Stdio;
  /** The file `/etc/localtime` leads to, if any. */
  readonly timeZoneFile?: AbsolutePath;
  /** Where toolbox homes lie: `$XDG_DATA_HOME/tackle/homes`. */
  readonly homesDir: AbsolutePath;
  /** For each argument that names something on disk: where it is and where it really is. */
  readonly existingArguments: readonly ExistingArgument[];
}

export interface ExistingArgument {
  readonly argument: string;
  readonly path: AbsolutePath;
  readonly realPath: AbsolutePath;
}

export interface WorkingDirectory {
  /** As the shell has it (`PWD`), when that names the same directory; else the physical path. */
  readonly logical: AbsolutePath;
  /** With every symbolic link resolved. */
  readonly physical: AbsolutePath;
}
