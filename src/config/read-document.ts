import type { CST, Document } from 'yaml';
import { Composer, Parser } from 'yaml';
import type { ConfigText } from '../kernel/config-texts.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { PlaceFinder } from '../kernel/text-places.ts';
import { placesIn } from '../kernel/text-places.ts';
import type { ConfigProblem } from './problems.ts';
import { configProblem } from './problems.ts';
import { syntaxProblems } from './syntax-problems.ts';
import { writtenOf } from './write-down.ts';
import type { Written } from './written.ts';

/** Deeper than any config needs. Far deeper nesting makes yaml's composer exhaust the stack. */
const MAX_DEPTH = 64;

/**
 * What one config text says, or every reason why it says nothing. JSON is read as the YAML 1.2 it
 * is. A text with no document in it (empty, or comments alone) is `undefined`.
 */
export function readDocument(
  source: ConfigText,
): Result<Written | undefined, readonly ConfigProblem[]> {
  const placeOf = placesIn(source.file, source.text);
  const tokens = [...new Parser().parse(source.text)];
  const unwanted = unwantedToken(tokens, placeOf);
  if (unwanted) return err([unwanted]);

  const composer = new Composer({ uniqueKeys: false, prettyErrors: false });
  const documents = composer.compose(tokens, true, source.text.length);
  const document = documents.next().value as Document.Parsed | undefined;
  if (document === undefined) return ok(undefined);
  if (document.errors.length > 0) return err(syntaxProblems(document.errors, placeOf));
  const second = documents.next().value as Document.Parsed | undefined;
  if (second) {
    const message = 'there is a second document here, and a config is one document';
    const hint = 'remove the `---` and what does not belong';
    return err([
      configProblem('config/several-documents', placeOf(...span(second)), message, hint),
    ]);
  }
  return writtenOf(document, placeOf, source.key);
}

function span(document: Document.Parsed): [number, number] {
  const [start, valueEnd] = document.contents?.range ?? document.range;
  return [start, valueEnd];
}

/** Refused before anything is composed: directives, and nesting that no config needs. */
function unwantedToken(
  tokens: readonly CST.Token[],
  placeOf: PlaceFinder,
): ConfigProblem | undefined {
  const directive = tokens.find((token) => token.type === 'directive');
  if (directive) {
    const place = placeOf(directive.offset, directive.offset + directive.source.length);
    const message = `\`${directive.source}\` is a directive, and a config has none`;
    return configProblem('config/syntax', place, message, 'remove the line');
  }
  const deep = tooDeep(tokens);
  if (deep === undefined) return undefined;
  const message = `this is nested more than ${MAX_DEPTH} levels deep`;
  return configProblem('config/too-deep', placeOf(deep, deep + 1), message);
}

/** The offset of a token nested too deep, found without recursion. */
function tooDeep(tokens: readonly CST.Token[]): number | undefined {
  const waiting: [CST.Token, number][] = tokens.map((token) => [token, 0]);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [token, depth] = next;
    if (depth > MAX_DEPTH) return token.offset;
    if (token.type === 'document' && token.value) waiting.push([token.value, depth]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (key) waiting.push([key, depth + 1]);
      if (value) waiting.push([value, depth + 1]);
    }
  }
  return undefined;
}
