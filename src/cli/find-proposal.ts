import {
  placesOfRepository,
  readRepositoryFiles,
  repositoryRoot,
  type PlacesOfRepository,
} from '../host/repository-files.ts';
import type { Finding } from '../init/finding.ts';
import type { Proposal } from '../init/proposal.ts';
import { propose } from '../init/proposal.ts';
import { readRepository } from '../init/read-repository.ts';
import { SEVERAL, SOURCES } from '../init/sources.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Context } from './command.ts';
import { shippedCatalog } from './read-surroundings.ts';

/** What the files of a repository ask for, with the toolboxes of the catalogue. */
export interface Proposed {
  readonly root: AbsolutePath;
  readonly proposal: Proposal;
  /** Files that could not be read, and why. */
  readonly unread: readonly string[];
}

/** What is read of a repository. */
const WANTED = { paths: Object.keys(SOURCES), several: SEVERAL };

/**
 * Nothing in a directory that is no project's.
 *
 * @param at where the repository begins; found upward from the working directory when left out
 */
export async function findProposal(
  { cwd, env }: Context,
  catalog: Catalog,
  at?: AbsolutePath,
): Promise<Proposed | undefined> {
  const root = at ?? repositoryRoot(cwd.logical, WANTED.paths, env);
  if (root === undefined) return undefined;
  const { files, unread } = await readRepositoryFiles(root, WANTED);
  const findings: readonly Finding[] = readRepository(files);
  return {
    root,
    proposal: propose(findings, catalog),
    unread: unread.map(({ path, why }) => `${path} is not read: ${why}`),
  };
}

/** The same where there is anything that those files ask for, else nothing. */
export async function filesAsk(context: Context): Promise<Proposed | undefined> {
  const proposed = await findProposal(context, shippedCatalog());
  return proposed !== undefined && proposed.proposal.parts.length > 0 ? proposed : undefined;
}

/** What decides over a proposal, and over whether there is a dev container. */
export function placesOfProposal({ cwd, env }: Context): Promise<PlacesOfRepository> {
  return placesOfRepository(cwd.logical, WANTED, env);
}
