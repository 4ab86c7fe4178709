import type { Project } from '../config/config.ts';
import { projectIdentity } from '../host/project-identity.ts';
import { realPathOf } from '../host/real-path.ts';
import { isLedgerWithin, ledgerFile, readLedgerFile } from '../host/trust-ledger.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Content } from '../trust/content.ts';
import { contentOf, filesOfProject } from '../trust/content.ts';
import type { Power } from '../trust/power.ts';
import { powersOf } from '../trust/powers.ts';
import type { Records } from '../trust/records.ts';
import { parseRecords } from '../trust/records.ts';
import type { Context } from './command.ts';
import type { WrittenConfig } from './read-surroundings.ts';

/** What the project asks for; nothing where there is none. */
export function powersHere({ config, texts }: WrittenConfig): readonly Power[] {
  return config.project === undefined ? [] : powersOf(config, filesOfProject(texts));
}

/** A project, and what the ledger has of it. */
export interface TrustHere {
  /** Physical. */
  readonly root: AbsolutePath;
  readonly content: Content;
  readonly ledger: AbsolutePath;
  /** Those who may write in the project may write in the ledger as well: it counts for nothing. */
  readonly isLedgerWithin: boolean;
  readonly records?: Records;
}

export function trustHere(
  { root: logical }: Project,
  { texts }: WrittenConfig,
  env: Context['env'],
): TrustHere {
  const root = realPathOf(logical) ?? logical;
  const ledger = ledgerFile(projectIdentity(root, process.getuid?.() ?? -1), env);
  const isWithin = isLedgerWithin(root, env);
  const text = isWithin ? undefined : readLedgerFile(ledger);
  const records = text === undefined ? undefined : parseRecords(text);
  return {
    root,
    content: contentOf(texts),
    ledger,
    isLedgerWithin: isWithin,
    ...(records && { records }),
  };
}

/** The files of the ledger that a launch depends on: none where there is nothing to trust. */
export function ledgersHere(here: WrittenConfig, env: Context['env']): readonly AbsolutePath[] {
  const { project } = here.config;
  if (project === undefined || powersHere(here).length === 0) return [];
  return [trustHere(project, here, env).ledger];
}
