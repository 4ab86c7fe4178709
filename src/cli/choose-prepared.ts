import { chooseCommand, chooseShell, chooseToolbox } from './choose-tool.ts';
import type { LaunchRequest } from './make-plan.ts';

/** How what is prepared is looked up by its name (`PreparedFor`), whatever its arguments. No command has a blank in its name. */
export function choosePrepared(name: string): LaunchRequest['choose'] {
  const [own, toolbox, withArguments] = name.split(' ');
  if (toolbox === undefined) return (here) => chooseCommand(name, here);
  if (own === 'shell') return (here) => chooseShell(toolbox, here);
  return (here) => chooseToolbox(toolbox, withArguments !== undefined, here);
}
