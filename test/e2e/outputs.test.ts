import { expect, test } from 'vitest';
import { asNatively } from './as-natively.ts';

/* What those see who hold the other ends of a tool's outputs. */

const BOTH = `for i in {1..200}; do echo $i; echo $i >&2; done`;
const IN_ORDER = Array.from({ length: 200 }, (_, at) => `${at + 1}\n${at + 1}\n`).join('');

test.each([
  ['one pipe', `$run bash -c '${BOTH}' 2>&1 | cat`],
  ['one file', `$run bash -c '${BOTH}' >log 2>&1; cat log`],
  ['a file that both append to', `$run bash -c '${BOTH}' >>log 2>>log; cat log`],
  ['a FIFO', `mkfifo fifo; cat fifo & $run bash -c '${BOTH}' >fifo 2>&1; wait`],
  ['a substitution', `echo "$($run bash -c '${BOTH}' 2>&1)"`],
])('both outputs keep their order in %s', async (_what, script) => {
  expect(await asNatively(script)).toBe(IN_ORDER);
});

test('a file that several write to is continued by each, whichever output they use', async () => {
  const lines = `{ echo a; $run bash -c 'echo b; echo c >&2; echo d'; echo e; } >log 2>&1; cat log`;
  expect(await asNatively(lines)).toBe('a\nb\nc\nd\ne\n');
});
