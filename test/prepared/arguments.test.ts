import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { existingArguments } from '../../src/host/existing-arguments.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import { argumentMounts } from '../../src/plan/arguments-outside.ts';
import type { Mount } from '../../src/plan/launch-plan.ts';
import { ask, compileFront, place, put, WAY } from './front.ts';

const here = place();
const program = join(here.path, 'front');
beforeAll(() => compileFront(program), 60_000);
afterAll(() => here[Symbol.dispose]());

const NAMES = ['a', 'b', 'lib', 'x.txt', '.hidden'];
const part = fc.constantFrom(...NAMES, '..', '.', '');
const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/'));

/** What there is: files and links, at paths below the place; a link leads to any path, absolute or not. */
const entry = fc.record({
  at: fc
    .array(fc.constantFrom('project', 'outside', ...NAMES), { minLength: 2, maxLength: 4 })
    .map((parts) => parts.join('/')),
  link: fc.option(fc.tuple(fc.constantFrom('', '/', '/project/', '/outside/', '/mounted/'), path)),
});

/** Absolute ones begin where the place is; some stand behind the name of an option. */
const argument = fc
  .tuple(
    fc.constantFrom('', '', '--file=', '-I', 'of=', '---x=', '-', '--a b='),
    fc.constantFrom('', '/', '/project/', '/outside/', '/mounted/', '//project/./'),
    path,
  )
  .map(([option, start, rest]) => ({ option, start, rest }));

function make(root: string, entries: readonly { at: string; link: [string, string] | null }[]) {
  for (const { at, link } of entries) {
    try {
      mkdirSync(dirname(join(root, at)), { recursive: true });
      if (link === null) writeFileSync(join(root, at), '');
      else symlinkSync(whole(root, link[0], link[1]) || '.', join(root, at));
    } catch {
      // Something is there already, or a file is in the way.
    }
  }
}

function whole(root: string, start: string, rest: string): string {
  return start === '' ? rest : `${root}${start}${rest}`;
}

const rules = { shared: false, whyNever: () => undefined };

test('launch takes an argument for seen where planning does, and for no other', () => {
  let number = 0;
  fc.assert(
    fc.property(
      fc.array(entry, { maxLength: 12 }),
      fc.array(argument, { minLength: 1, maxLength: 12 }),
      fc.constantFrom('project', 'project/a', 'project/lib/b'),
      fc.boolean(),
      (entries, written, at, startsHere) => {
        const root = join(here.path, String(number++));
        const cwd = join(root, at);
        mkdirSync(join(root, 'project/a'), { recursive: true });
        mkdirSync(join(root, 'project/lib/b'), { recursive: true });
        make(root, entries);
        const project = join(root, 'project');
        // The project is seen by another name as well, as where people came to it through a link.
        const shown = [
          { target: project, source: project },
          { target: join(root, 'mounted'), source: project },
        ];
        put(join(root, 'cache'), {
          way: { ...WAY, shown, ...(!startsHere && { start: '/elsewhere' }) },
        });
        const args = written.map(({ option, start, rest }) => option + whole(root, start, rest));
        const env = { XDG_CACHE_HOME: join(root, 'cache') };
        const said = ask(program, ['seen', '/project', ...args], { cwd, env });

        const mounts: Mount[] = [
          ...shown.map((one) => ({
            kind: 'bind' as const,
            source: one.source as AbsolutePath,
            target: one.target as AbsolutePath,
            access: 'read-write' as const,
            purpose: 'project' as const,
          })),
          ...WAY.own.map((target) => ({
            kind: 'private' as const,
            target: target as AbsolutePath,
            mode: 0o755,
          })),
        ];
        const seen = args.map((one) => {
          const existing = existingArguments([one], cwd as AbsolutePath);
          return argumentMounts(existing, mounts, { ...rules, startsHere }).ok ? 'y' : 'n';
        });
        rmSync(root, { recursive: true });
        expect([said, args]).toEqual([seen.join(''), args]);
      },
    ),
    { numRuns: 400 },
  );
}, 120_000);
