export function placeRecorder(directory: string, bwrap: string): void;
export function recordedArguments(directory: string): readonly string[];
export function withoutLauncher(words: readonly string[], kept: string): readonly string[];
