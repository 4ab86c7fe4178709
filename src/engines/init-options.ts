import { hasTerminal } from '../plan/has-terminal.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchOptions } from './engine.ts';
import { inheritedOptions } from './inherited-options.ts';
import { INIT_SOCKET } from './init-link.ts';
import { INIT_WORDS } from './init-words.ts';

/** The plan in the words of `native/init.c`, but for what the tool is executed with. Pure. */
export function initOptions(
  plan: LaunchPlan,
  { size, ground, modes, descriptors }: LaunchOptions,
): string[] {
  const { stdin, stdout, stderr } = plan.stdio;
  const terminals = [stdin, stdout, stderr].flatMap((kind, fd) =>
    kind === 'terminal' ? [fd] : [],
  );
  const own = [stdin, stdout, stderr].flatMap((kind, fd) => (kind === 'terminal' ? [] : [fd]));
  return [
    ...['--link', INIT_SOCKET],
    ...['--words', INIT_WORDS],
    ...['--umask', plan.user.umask.toString(8)],
    ...inheritedOptions(plan.inherited),
    ...(descriptors === 'own'
      ? ['--own', own.join('')]
      : stderr === 'same-as-stdout'
        ? ['--outputs', 'joined']
        : []),
    ...(hasTerminal(plan.stdio)
      ? [
          ...['--terminal', terminals.join('') || 'controlling'],
          ...(ground ? ['--ground', ground] : []),
          ...(modes ? ['--modes', modes] : []),
          ...(size ? ['--size', `${size.rows}x${size.columns}`] : []),
        ]
      : []),
  ];
}
