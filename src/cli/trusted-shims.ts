import { projectsDirectory } from '../host/directories.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import { noCommands, noProject, notForPath } from '../shims/problems.ts';
import { checkTrust } from './check-trust.ts';
import type { Context, Outcome } from './command.ts';
import { failed } from './command.ts';
import { keepProjectShims, type ProjectShims } from './keep-project-shims.ts';
import { offerInitForShims } from './offer-init.ts';
import { readWritten } from './read-surroundings.ts';
import { readTrusted } from './read-trusted.ts';
import { settleTrust } from './settle-trust.ts';

/**
 * The project's shims, which are made on the way, for whoever starts its commands later: the project needs what trust it
 * needs for a launch. Else the outcome.
 */
export async function trustedShims(context: Context): Promise<Result<ProjectShims, Outcome>> {
  const { env } = context;
  const projects = projectsDirectory(env);
  if (projects.includes(':')) return err(failed(notForPath(projects)));
  const written = await readWritten(context);
  if (!written.ok) return err(failed(...written.error));
  if (written.value.config.project === undefined) {
    return err(failed(await offerInitForShims(noProject(), context)));
  }
  // What Dockerfiles are built from is asked about when they are.
  const settled = await settleTrust(written.value, new Map(), context);
  if (!settled.ok) return settled;
  const kept = await keepProjectShims(projects, () =>
    readTrusted(context, (here) => checkTrust(here, new Map(), env)),
  );
  if (!kept.ok) return err(failed(...kept.error));
  const { commands, project } = kept.value;
  return commands.length === 0 ? err(failed(noCommands(project.file))) : ok(kept.value);
}
