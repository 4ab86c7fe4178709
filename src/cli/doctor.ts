import { judge } from '../doctor/judge.ts';
import type { CommandMain } from './command.ts';
import { doctorFacts } from './doctor-facts.ts';
import { doctorText, listFindings } from './doctor-listing.ts';
import { stdoutColumns } from './stdout-columns.ts';
import { waitVisibly } from './wait-visibly.ts';
import { writeJson } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** What it ends with where something is not well that launches need. */
const NOT_WELL = 1;

/** `tackle doctor [--json]`. */
export const main: CommandMain = async ({ options }, context) => {
  const facts = await waitVisibly(
    context,
    { task: 'look at', subject: 'all that launches need' },
    () => doctorFacts(context),
  );
  if ('kind' in facts) return facts;
  const listing = listFindings(judge(facts));
  const written =
    options['json'] === true
      ? await writeJson(listing)
      : await writePaged(doctorText(listing, { columns: stdoutColumns() }), context);
  const isWritten = written.kind === 'exited' && written.status === 0;
  return isWritten && !listing.well ? { kind: 'exited', status: NOT_WELL } : written;
};
