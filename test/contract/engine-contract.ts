import { beforeAll, describe, expect, test } from 'vitest';
import type { Bench } from './bench.ts';
import { setUp } from './bench.ts';
import { ARGUMENTS } from './cases/arguments.ts';
import type { Case } from './cases/case.ts';
import { ENDINGS } from './cases/endings.ts';
import { FILES } from './cases/files.ts';
import { IMAGES } from './cases/images.ts';
import { INHERITED } from './cases/inherited.ts';
import { ISOLATION } from './cases/isolation.ts';
import { LIVES } from './cases/lives.ts';
import { SIGNALS } from './cases/signals.ts';
import { STREAMS } from './cases/streams.ts';
import { TERMINAL } from './cases/terminal.ts';
import type { Subject } from './subject.ts';

const CHAPTERS: Readonly<Record<string, readonly Case[]>> = {
  endings: ENDINGS,
  arguments: ARGUMENTS,
  streams: STREAMS,
  signals: SIGNALS,
  terminal: TERMINAL,
  files: FILES,
  inherited: INHERITED,
  isolation: ISOLATION,
  lives: LIVES,
  images: IMAGES,
};

/**
 * The one suite that every engine passes. A case that needs a feature the engine does not give is
 * reported as skipped, with the engine's reason.
 */
export function describeEngineContract(name: string, makeSubject: () => Subject): void {
  describe(`the engine contract: ${name}`, () => {
    let bench: Bench;
    const subject = makeSubject();
    beforeAll(async () => {
      bench = await setUp(subject);
    });

    for (const [chapter, cases] of Object.entries(CHAPTERS)) {
      describe(chapter, () => {
        for (const { title, needs = [], holds } of cases) {
          test(title, async ({ skip }) => {
            for (const feature of needs) {
              const given = subject.gives[feature];
              if (given !== 'given') skip(`no ${feature}: ${given.because}`);
            }
            await holds(bench);
          });
        }
      });
    }

    test('nothing is left of all these launches', async () => {
      expect(await subject.leftovers()).toEqual([]);
    });
  });
}
