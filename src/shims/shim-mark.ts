import { commandNameOf, type CommandName } from '../kernel/brand.ts';

/** How the second line begins of a shim that is a program of shell; the command and a colon come behind it. */
export const MARK = '# A shim of Tackle for ';

/** Where a shim leads that is a link; see `ShimFacts.launch`. */
export const LINK = '.tackle/launch';

/** What a file of a directory of shims is, whoever made it. */
export type ShimFile =
  | { readonly kind: 'text'; readonly text: string }
  /** A symbolic link, by its own words. */
  | { readonly kind: 'link'; readonly target: string };

/**
 * The command that the file of this name is a shim for; nothing when it is somebody else's. The beginning of a text is
 * enough.
 */
export function commandOfShim(name: string, file: ShimFile): CommandName | undefined {
  const command = file.kind === 'link' ? nameAt(name, file.target) : nameIn(file.text);
  return command === undefined ? undefined : commandNameOf(command);
}

function nameAt(name: string, target: string): string | undefined {
  return target === LINK ? name : undefined;
}

function nameIn(text: string): string | undefined {
  const line = text.split('\n', 2)[1] ?? '';
  return line.startsWith(MARK) ? line.slice(MARK.length).split(':', 1)[0] : undefined;
}
