import type { AbsolutePath } from '../../kernel/brand.ts';

/** What `${…}` in a `devcontainer.json` stand for, as far as that is known without a container. */
export interface KnownVariables {
  readonly localWorkspaceFolder: AbsolutePath;
  readonly containerWorkspaceFolder: AbsolutePath;
}

/** What a text comes to. */
export type Substituted =
  | { readonly kind: 'text'; readonly value: string }
  /** It is a variable of the caller's and nothing else. */
  | { readonly kind: 'callers'; readonly name: string; readonly otherwise?: string }
  /** It has a variable in it, as written, that nobody can say the value of. */
  | { readonly kind: 'unknown'; readonly variable: string };

const VARIABLE = /\$\{([^}]*)\}/g;
const CALLERS = /^\$\{(?:localEnv|env):([A-Za-z_][A-Za-z0-9_]*)(?::([^}]*))?\}$/;

/** Puts the project's directories in place of their variables; everything else is left to whoever asks. */
export function substitute(text: string, known: KnownVariables): Substituted {
  const [, name, otherwise] = CALLERS.exec(text) ?? [];
  if (name !== undefined) {
    return { kind: 'callers', name, ...(otherwise !== undefined && { otherwise }) };
  }
  let variable: string | undefined;
  const value = text.replace(VARIABLE, (written, word: string) => {
    const found = valueOf(word, known);
    if (found === undefined) variable ??= written;
    return found ?? '';
  });
  return variable === undefined ? { kind: 'text', value } : { kind: 'unknown', variable };
}

function valueOf(
  word: string,
  { localWorkspaceFolder, containerWorkspaceFolder }: KnownVariables,
): string | undefined {
  switch (word) {
    case 'localWorkspaceFolder':
      return localWorkspaceFolder;
    case 'containerWorkspaceFolder':
      return containerWorkspaceFolder;
    case 'localWorkspaceFolderBasename':
      return lastPart(localWorkspaceFolder);
    case 'containerWorkspaceFolderBasename':
      return lastPart(containerWorkspaceFolder);
    default:
      return undefined;
  }
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
