import { commandNameOf, type CommandName } from '../kernel/brand.ts';

/** How the second line of every shim begins; the command and a colon come behind it. */
export const MARK = '# A shim of Tackle for ';

/** The command that a program of this text is a shim for; nothing when it is somebody else's. Its beginning is enough. */
export function commandOfShim(text: string): CommandName | undefined {
  const line = text.split('\n', 2)[1] ?? '';
  const name = line.startsWith(MARK) ? line.slice(MARK.length).split(':', 1)[0] : undefined;
  return name === undefined ? undefined : commandNameOf(name);
}
