export type EngineAddress =
  { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** How to reach the engine: what DOCKER_HOST says, else the usual socket. Options for `node:http`. */
export function engineAddress(env?: NodeJS.ProcessEnv): EngineAddress;

/** One question to the engine. `forbidden`: it is there, but not for this user. */
export function askEngine(address?: EngineAddress): Promise<'answers' | 'forbidden' | 'silent'>;

/** Starts dockerd in the background and waits until it answers. Needs root. */
export function startEngine(env?: NodeJS.ProcessEnv): Promise<{ stop: () => Promise<void> }>;
