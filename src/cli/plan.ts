import { printDocker } from '../plan/print-docker.ts';
import { printJson } from '../plan/print-json.ts';
import { chooseCommand, chooseToolbox } from './choose-tool.ts';
import type { CommandMain } from './command.ts';
import { failed } from './command.ts';
import type { LaunchRequest } from './make-plan.ts';
import { chooseTool, makePlan } from './make-plan.ts';
import { settleTrust } from './settle-trust.ts';
import { workVisibly } from './work-visibly.ts';
import { writeOut } from './write-out.ts';

/** `tackle plan [--toolbox] [--as FORM] WORD …`: the launch as a value, on stdout. */
export const main: CommandMain = async ({ words, options }, context) => {
  const [word = '', ...args] = words;
  const choose: LaunchRequest['choose'] = (here) =>
    options['toolbox'] === true
      ? chooseToolbox(word, args.length > 0, here)
      : chooseCommand(word, here);
  const request: LaunchRequest = { args, choose };
  const chosen = await chooseTool(request, context);
  if (!chosen.ok) return failed(...chosen.error);
  const trusted = await settleTrust(chosen.value.here, chosen.value.contexts, context);
  if (!trusted.ok) return trusted.error;
  const planned = await workVisibly(context, (work) =>
    makePlan(request, chosen.value, context, work),
  );
  if ('kind' in planned) return planned;
  if (!planned.ok) return failed(...planned.error);
  const { plan } = planned.value;
  return writeOut(options['as'] === 'docker' ? printDocker(plan) : printJson(plan));
};
