import { afterAll, beforeAll } from 'vitest';
import { BUILDS, compiled } from '../builds.ts';
import { compiledLaunch, playLaunch, type Played, type PlayedLaunch } from './play-launch.ts';
import { AS_PROCESS_ONE, refusal, startAgent, type Agent } from './start-agent.ts';

const KINDS = ['by itself', ...(refusal === '' ? ['as process 1', 'by an agent'] : [])] as const;

/** How a tool can be requested, of each build. */
export const WAYS = BUILDS.flatMap((build) =>
  KINDS.map((kind) => ({ build, kind, name: `${kind}, ${build.name}` })),
);

export interface Requested extends Omit<Played, 'control'> {
  /** A command in front of init's; an agent has none for one launch alone. */
  readonly under?: readonly string[];
}

/** To be called in a block of tests: what requests a tool this way. */
export function requests({ build, kind }: (typeof WAYS)[number]) {
  const init = compiled(build);
  const program = compiledLaunch(init);
  let agent: Agent | undefined;
  beforeAll(async () => {
    if (kind === 'by an agent') agent = await startAgent(init);
  });
  afterAll(() => agent?.[Symbol.asyncDispose]());
  return (
    tool: string | readonly string[] | Buffer,
    { under = [], ...requested }: Requested = {},
  ): PlayedLaunch => {
    const alone = [...(kind === 'as process 1' ? AS_PROCESS_ONE : []), ...under];
    const control = agent?.path ?? [...alone, init.program, '--request', '3'];
    return playLaunch(init, program, tool, { ...requested, control });
  };
}
