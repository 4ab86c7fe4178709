import { hasTerminal } from '../plan/has-terminal.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { LaunchOptions } from './engine.ts';
import { inheritedOptions } from './inherited-options.ts';
import { INIT_SOCKET, type StreamName } from './init-link.ts';
import { INIT_WORDS } from './init-words.ts';

export interface InitOptions extends LaunchOptions {
  /** Streams that the engine does not carry: init opens them on its link. */
  readonly streams?: readonly StreamName[];
}

/** The plan in the words of `native/init/`, but for what the tool is executed with. Pure. */
export function initOptions(
  plan: LaunchPlan,
  { size, ground, modes, descriptors, streams = [] }: InitOptions,
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
    ...(streams.length > 0 ? ['--streams', streams.map(descriptorOf).join('')] : []),
    ...(hasTerminal(plan.stdio)
      ? [
          ...['--terminal', terminals.join(',') || 'controlling'],
          ...(ground ? ['--ground', ground] : []),
          ...(modes ? ['--modes', modes] : []),
          ...(size ? ['--size', `${size.rows}x${size.columns}`] : []),
        ]
      : []),
  ];
}

function descriptorOf(stream: StreamName): 0 | 1 | 2 {
  return stream === 'stdin' ? 0 : stream === 'stdout' ? 1 : 2;
}
