import type { PackagesRecipe } from '../catalog/tool.ts';
import type { Work } from '../kernel/work.ts';
import type { ExactPackage } from '../lock/exact.ts';
import { KNOWN } from './build-hooks.ts';
import { followSteps } from './build-steps.ts';
import { INSTALLED, OFFERED, readPackageLine } from './package-lines.ts';

/** What mmdebstrap's output tells besides its words: progress, packages, and names that would have been right. */
export interface BuildLog {
  /** `forget` for a line that is only for Tackle. */
  readonly take: (line: string) => 'keep' | 'forget';
  /** Package → its versions, newest first; without any where only the name was printed. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  /** What is in the root file system. */
  readonly installed: readonly ExactPackage[];
  /** What there was to install, where it was not what is locked. */
  readonly offered: readonly ExactPackage[];
}

/** What mmdebstrap says it begins with, as far as it means something to people. */
const STAGE = /^I: ((?:downloading|extracting|installing|creating) .+)\.\.\.$/;

export function buildLog(
  recipe: PackagesRecipe,
  subject: string,
  report: Work['report'],
): BuildLog {
  const steps = followSteps(recipe.packages.length > 0 ? 2 : 1);
  const known = new Map<string, readonly string[]>();
  const listed = { [INSTALLED]: [] as ExactPackage[], [OFFERED]: [] as ExactPackage[] };
  const take = (line: string) => {
    if (line.startsWith(KNOWN)) {
      const [name = '', version] = line.slice(KNOWN.length).split(' ');
      const versions = known.get(name) ?? [];
      known.set(name, version === undefined ? versions : [...versions, version]);
      return 'forget';
    }
    for (const prefix of [INSTALLED, OFFERED] as const) {
      if (!line.startsWith(prefix)) continue;
      const read = readPackageLine(line.slice(prefix.length));
      if (read !== undefined) listed[prefix].push(read);
      return 'forget';
    }
    const step = steps(line);
    if (step !== undefined) {
      report({ kind: 'advanced', task: 'build', subject, unit: 'steps', ...step });
    }
    const stage = STAGE.exec(line)?.[1];
    if (stage !== undefined) report({ kind: 'said', task: 'build', subject, line: stage });
    else report({ kind: 'logged', task: 'build', subject, line });
    return 'keep';
  };
  return { take, known, installed: listed[INSTALLED], offered: listed[OFFERED] };
}
