/** The environment as Node has it: a variable that is not set is absent or undefined. */
export type Environment = Readonly<Record<string, string | undefined>>;
