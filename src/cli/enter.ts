import { placesOfConfigs } from '../host/config-texts.ts';
import { projectsDirectory } from '../host/directories.ts';
import { untilSettled } from '../host/observe.ts';
import { stamped } from '../host/time-stamps.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import { encodeBytes } from '../kernel/byte-text.ts';
import { printAnswer, type ActivationAnswer } from '../shims/activation-answer.ts';
import type { AnyProblem } from './any-problem.ts';
import { checkEntry } from './check-trust.ts';
import type { CommandMain, Context } from './command.ts';
import { keepProjectShims } from './keep-project-shims.ts';
import { readWritten, type WrittenConfig } from './read-surroundings.ts';
import { readTrusted } from './read-trusted.ts';
import { trustHere } from './trust-here.ts';
import { visible } from './visible-text.ts';
import { writeOut } from './write-out.ts';

/** `tackle +activate sh|fish`: for the scripts in `activation/`, what goes on PATH where the shell is, and until when. */
export const main: CommandMain = async ({ words: [shell] }, context) => {
  const { cwd, env } = context;
  const written = await readWritten(context);
  const here = written.ok ? written.value : undefined;
  const root = here?.config.project?.root;
  const configs = placesOfConfigs(cwd.logical, root ?? ('/' as AbsolutePath), env);
  const ledgers = ledgersOf(here, context);
  await untilSettled([...configs, ...ledgers]);
  // Before anything is gone by: what changes meanwhile shows at the next prompt. The shell itself looks for configs that
  // are not there yet; of the ledger it knows nothing.
  const seen = [
    ...stamped(configs, env).filter(({ between }) => between !== undefined),
    ...stamped(ledgers, env),
  ];
  const answer = await answerTo(root, context);
  return writeOut(encodeBytes(printAnswer(shell === 'fish' ? 'fish' : 'bash', answer, seen)));
};

function ledgersOf(here: WrittenConfig | undefined, { env }: Context): readonly AbsolutePath[] {
  const project = here?.config.project;
  return here === undefined || project === undefined ? [] : [trustHere(project, here, env).ledger];
}

async function answerTo(
  root: AbsolutePath | undefined,
  context: Context,
): Promise<ActivationAnswer> {
  const projects = projectsDirectory(context.env);
  if (projects.includes(':')) return { kind: 'off' };
  const kept = await keepProjectShims(projects, () =>
    readTrusted(context, (here, project) => checkEntry(here, project, context.env)),
  );
  if (!kept.ok) return answerAfter(kept.error, root);
  const { project, directory, commands } = kept.value;
  return commands.length === 0
    ? { kind: 'off', root: project.root }
    : { kind: 'on', root: project.root, directory };
}

/** Faults of a config are told to whoever runs something, and not at each prompt of whoever is mending them. */
function answerAfter(
  [problem]: readonly AnyProblem[],
  root: AbsolutePath | undefined,
): ActivationAnswer {
  const code = problem?.code;
  if (code === 'shims/no-project') return { kind: 'off' };
  if (code !== 'trust/changed' && code !== 'trust/not-entered') return { kind: 'keep' };
  const line = `tackle: ${visible(problem?.message ?? '')}; hint: see what it asks for with \`tackle trust\``;
  return { kind: 'off', ...(root && { root }), line };
}
