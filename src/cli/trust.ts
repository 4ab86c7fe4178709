import { realPathOf } from '../host/real-path.ts';
import { ledgerFiles, readLedgerFile } from '../host/trust-ledger.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { digestOfAll } from '../trust/content.ts';
import { differenceFrom } from '../trust/difference.ts';
import type { Power } from '../trust/power.ts';
import { changed, needsAnAnswer, noProject, powersInLines, turnedDown } from '../trust/problems.ts';
import { parseRecords, type Records } from '../trust/records.ts';
import type { AnyProblem } from './any-problem.ts';
import { askTrust, canAsk } from './ask-trust.ts';
import type { CommandMain, Context, Given, Outcome } from './command.ts';
import { done, failed } from './command.ts';
import { contextsOfAll, digestsIn, type ContextsNow } from './contexts.ts';
import { readWritten, type WrittenConfig } from './read-surroundings.ts';
import { recordTrust } from './record-trust.ts';
import { remark } from './remark.ts';
import { shownTable } from './shown-table.ts';
import { powersHere, trustHere, type TrustHere } from './trust-here.ts';
import { visible } from './visible-text.ts';
import { writeJson, writeOut } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle trust [DIRECTORY] [--yes | --print] | --list [--json]`. */
export const main: CommandMain = async ({ words, options }, context) => {
  if (options['list'] === true) return await list(options, context);
  const at = contextAt(words[0], context);
  if (realPathOf(at.cwd.logical) === undefined) return failed(noProject());
  const written = await readProject(at);
  if (!written.ok) return failed(...written.error);
  const { project } = written.value.config;
  if (project === undefined) return failed(await nothingToTrust(at));
  const powers = powersHere(written.value);
  const here = trustHere(project, written.value, context.env);
  const contexts = await contextsOfAll(written.value.config);
  const unread = [...contexts.values()].flatMap((one) => (one.ok ? [] : [one.error]));
  if (unread.length > 0) return failed(...unread);
  if (options['print'] === true) return await print(here, powers, contexts, options);
  if (options['yes'] !== true) {
    if (!canAsk()) return failed(needsAnAnswer(powers));
    const answer = await askTrust(
      { root: here.root, powers, since: changeSince(here, powers) },
      context.env,
    );
    if (answer === 'interrupted') return { kind: 'signaled', signal: 'SIGINT' };
    if (answer === 'no') return failed(turnedDown());
  }
  const recorded = await recordTrust(here, powers, contexts, context.env);
  if (!recorded.ok) return failed(recorded.error);
  const said = [`tackle: ${here.root} is trusted, as it is now`, ...powersInLines(powers)];
  if (options['yes'] === true) remark(said.map((line) => `${visible(line)}\n`).join(''), context);
  return done;
};

async function nothingToTrust(at: Context): Promise<AnyProblem> {
  const { filesAsk } = await import('./find-proposal.ts');
  if ((await filesAsk(at)) === undefined) return noProject();
  return { ...noProject(), hint: 'what the files here ask for needs no trust: see `tackle list`' };
}

/** The config; where there is none, the dev container of the project. */
export async function readProject(
  context: Context,
): Promise<Result<WrittenConfig, readonly AnyProblem[]>> {
  const written = await readWritten(context);
  if (!written.ok || written.value.config.project) return written;
  const { readDevcontainerHere } = await import('./devcontainer-here.ts');
  return (await readDevcontainerHere(written.value, context)) ?? written;
}

/** As if the caller stood there. */
export function contextAt(directory: string | undefined, context: Context): Context {
  if (directory === undefined) return context;
  const path = directory.startsWith('/') ? directory : `${context.cwd.logical}/${directory}`;
  const logical = absolutePathOf(path) ?? context.cwd.logical;
  return { ...context, cwd: { logical, physical: logical } };
}

function changeSince({ content, records }: TrustHere, powers: readonly Power[]) {
  const [newest] = records?.trusted ?? [];
  if (newest === undefined || newest.content.digest === content.digest) return undefined;
  return changed(differenceFrom(newest, content, powers));
}

/** What it would be trusted with, and the word for `TACKLE_TRUST` that means just that. */
async function print(
  { root, content }: TrustHere,
  powers: readonly Power[],
  contexts: ContextsNow,
  options: Given['options'],
): Promise<Outcome> {
  const digest = digestOfAll(content, digestsIn(contexts));
  if (options['json'] === true) {
    const shown = powers.map(({ kind, says, place: { file, line } }) => ({
      kind,
      says,
      file,
      line,
    }));
    return await writeJson({ project: root, powers: shown, digest });
  }
  const lines = [...powersInLines(powers), `TACKLE_TRUST=${digest}`];
  return await writeOut(lines.map((line) => `${visible(line)}\n`).join(''));
}

async function list(options: Given['options'], context: Context): Promise<Outcome> {
  const all = ledgerFiles(context.env).flatMap((file): readonly Records[] => {
    const records = parseRecords(readLedgerFile(file) ?? '');
    return records === undefined ? [] : [records];
  });
  const rows = all.flatMap(({ project, trusted: [newest] }) =>
    newest === undefined
      ? []
      : [{ project, trusted: new Date(newest.at).toISOString(), powers: newest.powers }],
  );
  if (options['json'] === true) return await writeJson(rows);
  const cells = rows.map(({ project, trusted, powers }) => [
    project,
    trusted,
    powers.length === 0 ? 'no powers' : powers.join('; '),
  ]);
  return await writePaged(shownTable(cells), context);
}
