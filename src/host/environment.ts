/** The environment as Node has it: a variable that is not set is absent or undefined. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable counts as unset, as it does for the programs of Docker and Podman. */
export function variable(env: Environment, name: string): string | undefined {
  return env[name] === '' ? undefined : env[name];
}
