import type { AnyProblem } from './any-problem.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import { ownContainersHere, type OwnContainer } from './own-containers-here.ts';
import { remark } from './remark.ts';
import { visible } from './visible-text.ts';
import { writeOut } from './write-out.ts';

/** `tackle down [--all] [--force]`. Containers of one launch alone end with that. */
export const main: CommandMain = async ({ options }, context) => {
  const here = await ownContainersHere(options, context);
  if (!here.ok) return failed(...here.error);
  const when = options['force'] === true ? 'at once' : 'idle';
  const kept = here.value.containers.filter(({ life }) => life === 'kept');
  const ends = await Promise.all(
    kept.map(async (one) => ({ one, end: await one.containers.end(one, when) })),
  );
  const inUse = ends.filter(({ end }) => end.ok && end.value === 'in use');
  const ended = ends.filter(({ end }) => end.ok && end.value === 'ended');
  remark(inUse.map(({ one }) => staysText(one)).join(''), context);
  if (ends.length + here.value.problems.length === 0) remark(NOTHING_KEPT, context);
  const written = await writeOut(ended.map(({ one }) => `ended ${nameOf(one)}\n`).join(''));
  const failures = ends.flatMap(({ end }): readonly AnyProblem[] => (end.ok ? [] : [end.error]));
  const problems = [...here.value.problems, ...failures];
  return problems.length > 0 ? failed(...problems) : written;
};

const NOTHING_KEPT = 'tackle: no container is kept, so there is nothing to end\n';

function nameOf({ toolbox, project }: OwnContainer): string {
  return visible(project === undefined ? toolbox : `${toolbox} of ${project}`);
}

function staysText(one: OwnContainer): string {
  const runs = one.tools.length === 0 ? 'a tool' : `\`${visible(one.tools.join('`, `'))}\``;
  return `tackle: ${nameOf(one)} stays: ${runs} runs in it\nhint: \`tackle down --force\` ends it as well\n`;
}
