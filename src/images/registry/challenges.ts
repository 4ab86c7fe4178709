/** One way to log in that a server offers in `WWW-Authenticate` (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** Names in lower case. Where one is given twice the first holds. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
/** A parameter, with the comma before it; the value is a word or a quoted text. */
const PARAMETER = new RegExp(
  `[\\s,]*(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))[ \\t]*(?=,|$)`,
  'y',
);
/** A scheme, with the comma before it. What is followed by `=` is a parameter and no scheme. */
const SCHEME = new RegExp(`[\\s,]*(${TOKEN})(?=$|[ \\t]*,|[ \\t]+[^= \\t])[ \\t]*`, 'y');
/** Base64 instead of parameters, as Negotiate has it. */
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*[ \t]*(?=,|$)/y;

/**
 * Reads the header; several of them are joined with commas, as `Headers.get` does. What is no challenge ends the
 * list: nobody logs in by half-read words.
 */
export function readChallenges(header: string): readonly Challenge[] {
  const found: Challenge[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const matched = pattern.exec(header) ?? undefined;
    if (matched !== undefined) at = pattern.lastIndex;
    return matched;
  };
  for (;;) {
    const scheme = match(SCHEME)?.[1];
    if (scheme === undefined) return found;
    const parameters = new Map<string, string>();
    for (let next = match(PARAMETER); next !== undefined; next = match(PARAMETER)) {
      const [, name = '', quoted, word] = next;
      const key = name.toLowerCase();
      const value = quoted?.replaceAll(/\\(.)/gs, '$1') ?? word ?? '';
      if (!parameters.has(key)) parameters.set(key, value);
    }
    if (parameters.size === 0) match(TOKEN68);
    found.push({ scheme: scheme.toLowerCase(), parameters });
  }
}
