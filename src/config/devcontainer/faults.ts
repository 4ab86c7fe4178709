import { literal } from '../../kernel/literal.ts';
import type { Place } from '../../kernel/place.ts';
import { inWords, shortened } from '../in-words.ts';
import type { ConfigCode, ConfigProblem } from '../problems.ts';
import { configProblem } from '../problems.ts';
import type { Written } from '../written.ts';

/** Collects what is wrong with a `devcontainer.json`, so that all of it is said at once. */
export class Faults {
  readonly problems: ConfigProblem[] = [];

  add(code: ConfigCode, place: Place, message: string, hint?: string): void {
    this.problems.push(configProblem(code, place, message, hint));
  }

  /** As they stand in the text. */
  inOrder(): readonly ConfigProblem[] {
    const order = ({ place }: ConfigProblem) => (place?.line ?? 0) * 1e6 + (place?.column ?? 0);
    return this.problems.sort((a, b) => order(a) - order(b));
  }

  /** @param name as it is written */
  notMet(name: string, place: Place, why: string, hint: string): void {
    this.add('config/not-met', place, `\`${shown(name)}\` cannot be met: ${why}`, hint);
  }

  /** The text of a value that has to be one. */
  textOf(name: string, written: Written): string | undefined {
    if (written.kind === 'scalar' && typeof written.value === 'string') return written.value;
    this.wrongType(name, written, 'text');
    return undefined;
  }

  wrongType(name: string, written: Written, what: string): void {
    const message = `\`${shown(name)}\` should be ${what}, not ${inWords(written)}`;
    this.add('config/wrong-type', written.place, message);
  }
}

/** With no backtick in it that would end its literal. */
export function shown(text: string): string {
  return literal(shortened(text));
}
