/** The absolute path of a program on PATH or among the system's, or nothing. */
export function findProgram(name: string, env?: NodeJS.ProcessEnv): string | undefined;
