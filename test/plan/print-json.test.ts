import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBytes } from '../../src/kernel/byte-text.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { printJson } from '../../src/plan/print-json.ts';
import { request } from './requests.ts';

interface Printed {
  readonly argv: readonly (string | { readonly percentEncoded: string })[];
}

/** What a reader of the JSON makes of a word. */
function bytesOf(word: Printed['argv'][number]): Buffer {
  if (typeof word === 'string') return Buffer.from(word);
  const latin1 = Buffer.from(word.percentEncoded)
    .toString('latin1')
    .replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin1, 'latin1');
}

it('is JSON without a broken character, and holds every word byte for byte', () => {
  const word = fc.uint8Array({ min: 1, maxLength: 30 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      const plan = planLaunch(request({ args: words.map(decodeBytes) }));
      const text = plan.ok ? printJson(plan.value) : '';
      expect(text).not.toMatch(/\\ud[89a-f]/i);
      const [, ...printed] = (JSON.parse(text) as Printed).argv;
      expect(printed.map(bytesOf)).toEqual(words);
    }),
  );
});
