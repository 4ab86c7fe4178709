declare const brand: unique symbol;

/** A string that only its own constructor can make, so that two kinds of text cannot be mixed up. */
export type Brand<Name extends string> = string & { readonly [brand]: Name };

/** An absolute, normalized POSIX path. */
export type AbsolutePath = Brand<'AbsolutePath'>;

/** `sha256:` and 64 lower-case hex digits: the name of exact bytes. */
export type Digest = Brand<'Digest'>;

/** The word a user types: `python3.8`. */
export type CommandName = Brand<'CommandName'>;

/** The name of a toolbox, without a version: `python`. */
export type ToolboxName = Brand<'ToolboxName'>;

/** The version of a toolbox as its catalogue entry spells it: `3.8`, `10.16.3`, `lts`. */
export type ToolboxVersion = Brand<'ToolboxVersion'>;

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const COMMAND = /^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/;
const TOOLBOX = /^[a-z0-9][a-z0-9._-]*$/;
const VERSION = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;

/** The text as a digest, or nothing when it is not one. A tag never passes for a digest. */
export function digestOf(text: string): Digest | undefined {
  return DIGEST.test(text) ? (text as Digest) : undefined;
}

/** The digest without its algorithm, for names in which a colon may not stand. */
export function hexOf(digest: Digest): string {
  return digest.slice('sha256:'.length);
}

/** A digest as `docker pull` shows it; other texts as they are. */
export function shortText(text: string): string {
  return DIGEST.test(text) ? text.slice(0, 'sha256:'.length + 12) : text;
}

/** The text as a command name, or nothing: no `/`, no leading `-` or `.`, no white space. */
export function commandNameOf(text: string): CommandName | undefined {
  return COMMAND.test(text) ? (text as CommandName) : undefined;
}

/** The text as a toolbox name, or nothing: lower-case letters, digits, `.`, `_`, `-`. */
export function toolboxNameOf(text: string): ToolboxName | undefined {
  return TOOLBOX.test(text) ? (text as ToolboxName) : undefined;
}

/** The text as a toolbox version, or nothing. */
export function toolboxVersionOf(text: string): ToolboxVersion | undefined {
  return VERSION.test(text) ? (text as ToolboxVersion) : undefined;
}

/**
 * The text as an absolute path, or nothing when it is relative or holds a NUL byte. Normalized by
 * the words alone (`.`, `..`, doubled and trailing slashes); symbolic links are not looked at.
 */
export function absolutePathOf(text: string): AbsolutePath | undefined {
  if (!text.startsWith('/') || text.includes('\0')) return undefined;
  const kept: string[] = [];
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') kept.pop();
    else kept.push(part);
  }
  return `/${kept.join('/')}` as AbsolutePath;
}
