import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../src/kernel/byte-text.ts';
import { quoteWord } from '../../src/kernel/quote-word.ts';
import { dockerWords } from '../../src/plan/print-docker.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { path, request } from './requests.ts';

/** Any text that a process can be given: no NUL, and no half of a surrogate pair, which is no UTF-8. */
const WORD = fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0'));

describe('quoting', () => {
  it('comes back from a real shell as it was', () => {
    fc.assert(
      fc.property(fc.array(WORD, { minLength: 1, maxLength: 20 }), (words) => {
        const script = `printf '%s\\0' ${words.map(quoteWord).join(' ')}`;
        const said = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' });
        expect(said.split('\0').slice(0, -1)).toEqual(words);
      }),
    );
  });

  it('comes back byte for byte from a shell that knows more than POSIX once did', () => {
    const bytes = fc.uint8Array({ min: 1, maxLength: 40 }).map((word) => Buffer.from(word));
    const words = fc.sample(bytes, 2000);
    const script = `printf '%s\\0' ${words.map(decodeBytes).map(quoteWord).join(' ')}`;
    const said = execFileSync('bash', ['-s'], { input: script });
    expect(said).toEqual(Buffer.concat(words.flatMap((word) => [word, Buffer.of(0)])));
  });

  it('spells only the bytes that are no UTF-8', () => {
    expect(quoteWord('caf\udce9 \udcff\udc807é')).toBe("caf$'\\xe9'' '$'\\xff\\x80''7é'");
  });

  it('leaves ordinary words alone', () => {
    expect(['--user', '1000:1000', 'a/b.py', 'A=1'].map(quoteWord).join(' ')).toBe(
      '--user 1000:1000 a/b.py A=1',
    );
  });
});

describe('the docker line', () => {
  it('gives every path to `--mount` so that a reader of CSV gets it back', () => {
    fc.assert(
      fc.property(WORD, (name) => {
        const root = path(`/srv/x${name.replaceAll(/[/.]/g, '_')}`);
        const directory = { logical: root, physical: root };
        const plan = planLaunch(
          request({ project: { root: directory }, facts: { cwd: directory } }),
        );
        if (!plan.ok) throw new Error(plan.error.message);
        const mounted = dockerWords(plan.value).map(fieldsOf);
        expect(mounted).toContainEqual(['type=bind', `source=${root}`, `target=${root}`]);
      }),
    );
  });

  it('asks for a terminal only when both ends are one', () => {
    const stdio = { stdin: 'terminal', stdout: 'stream', stderr: 'terminal' } as const;
    const plan = planLaunch(request({ facts: { stdio } }));
    expect(plan.ok && dockerWords(plan.value)).not.toContain('--tty');
  });
});

/** One line of CSV by RFC 4180. */
function fieldsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
