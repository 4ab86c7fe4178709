/** What variables stand for. */
export type Variables = ReadonlyMap<string, string>;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;

/**
 * A word with its variables put in and its quotes taken away, as builders do it for `ARG` and `FROM`: `$A`, `${A}`,
 * `${A:-b}`, `${A:+b}`, and both without the colon. A variable that is not set is empty. Nothing for what is written
 * in another way.
 */
export function expand(word: string, variables: Variables, escape: string): string | undefined {
  let out = '';
  let quoted = false;
  for (let at = 0; at < word.length;) {
    const sign = word.charAt(at);
    if (sign === "'" && !quoted) {
      const end = word.indexOf("'", at + 1);
      if (end < 0) return undefined;
      out += word.slice(at + 1, end);
      at = end + 1;
    } else if (sign === '"') {
      quoted = !quoted;
      at += 1;
    } else if (sign === escape && at + 1 < word.length) {
      out += word.charAt(at + 1);
      at += 2;
    } else if (sign === '$') {
      const found = variableAt(word.slice(at + 1), variables, escape);
      if (found === undefined) return undefined;
      out += found.value;
      at += 1 + found.length;
    } else {
      out += sign;
      at += 1;
    }
  }
  return quoted ? undefined : out;
}

/** @param text what follows the `$` */
function variableAt(
  text: string,
  variables: Variables,
  escape: string,
): { readonly value: string; readonly length: number } | undefined {
  const plain = NAME.exec(text)?.[0];
  if (plain !== undefined) return { value: variables.get(plain) ?? '', length: plain.length };
  const end = closingBrace(text);
  if (end === undefined) return undefined;
  const [, name = '', colon, sign, instead = ''] =
    /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?)([-+])(.*))?$/s.exec(text.slice(1, end)) ?? [];
  if (name === '') return undefined;
  const set = variables.get(name);
  const counts = set !== undefined && (colon !== ':' || set !== '');
  const other = expand(instead, variables, escape);
  if (other === undefined) return undefined;
  const value = sign === '+' ? (counts ? other : '') : counts ? set : sign === '-' ? other : '';
  return { value, length: end + 1 };
}

/** Where the `{` that the text begins with is closed. */
function closingBrace(text: string): number | undefined {
  if (!text.startsWith('{')) return undefined;
  let depth = 1;
  for (let at = 1; at < text.length; at++) {
    if (text.startsWith('${', at)) depth += 1;
    else if (text.charAt(at) === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
