import { surveyEngines } from '../engines/survey.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { enginesText, listEngines } from './engines-listing.ts';
import { readConfig } from './read-surroundings.ts';
import { stdoutColumns } from './stdout-columns.ts';
import { waitVisibly } from './wait-visibly.ts';
import { writeJson } from './write-out.ts';
import { writePaged } from './write-paged.ts';

/** `tackle engines [--json]`. */
export const main: CommandMain = async ({ options }, context) => {
  const config = await readConfig(context);
  if (!config.ok) return failed(...config.error);
  const survey = await waitVisibly(context, { task: 'ask', subject: 'engines' }, () =>
    surveyEngines(config.value, context.env),
  );
  if ('kind' in survey) return survey;
  const listing = listEngines(survey, config.value.engine);
  if (options['json'] === true) return writeJson(listing);
  return writePaged(
    enginesText(listing, { cwd: context.cwd.logical, columns: stdoutColumns() }),
    context,
  );
};
