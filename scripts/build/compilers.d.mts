export type Architecture = 'amd64' | 'arm64';
export const ARCHITECTURES: readonly Architecture[];
export const OWN: Architecture | undefined;
export const FLAGS: readonly string[];
export function compilerFor(architecture: Architecture): string | undefined;
