import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnyCode } from '../../src/cli/any-problem.ts';
import { EXIT_STATUS } from '../../src/cli/exit-status.ts';
import { plain } from '../../src/cli/paint.ts';
import { renderProblem } from '../../src/cli/render-problem.ts';
import { visible } from '../../src/cli/visible-text.ts';
import type { Examples } from './messages/examples.ts';
import { CATALOG } from './messages/of-catalog.ts';
import { CLI } from './messages/of-cli.ts';
import { CONFIG } from './messages/of-config.ts';
import { EDITORS } from './messages/of-editors.ts';
import { ENGINES } from './messages/of-engines.ts';
import { HOST, PLAN } from './messages/of-host-and-plan.ts';
import { IMAGES } from './messages/of-images.ts';
import { INIT } from './messages/of-init.ts';
import { LOCK } from './messages/of-lock.ts';
import { SESSION } from './messages/of-session.ts';
import { SHIMS } from './messages/of-shims.ts';
import { TRUST } from './messages/of-trust.ts';

/** Every code of every room: the compiler asks for an example when one is added. */
const EXAMPLES: Examples<AnyCode> = {
  ...CATALOG,
  ...CLI,
  ...CONFIG,
  ...EDITORS,
  ...ENGINES,
  ...HOST,
  ...IMAGES,
  ...INIT,
  ...LOCK,
  ...PLAN,
  ...SESSION,
  ...SHIMS,
  ...TRUST,
};

const CODES = Object.keys(EXAMPLES).sort() as AnyCode[];
const GUIDE = join(import.meta.dirname, '../../docs/messages.md');
const GOLDEN = join(import.meta.dirname, '../golden/messages');

describe('every message', () => {
  it.each(CODES)('%s', async (code) => {
    const onPaper = { paint: plain, cwd: '/home/ada/thesis', columns: 100 };
    const shown = EXAMPLES[code].map((problem) => renderProblem(problem, onPaper));
    const text = `${shown.join('\n')}\nexit status ${EXIT_STATUS[code]}\n`;
    await expect(text).toMatchFileSnapshot(join(GOLDEN, `${code}.txt`));
  });

  it.each(CODES)('%s keeps to the wording of docs/messages.md', (code) => {
    for (const { code: own, message, hint } of EXAMPLES[code]) {
      expect(own).toBe(code);
      expect(message).toMatch(/^([^A-Z]|Debian ).*[^.]$/s);
      expect(message.split('`').length % 2).toBe(1);
      if (hint !== undefined) expect(hint).toMatch(/[^.]$/);
    }
  });
});

describe('docs/messages.md', () => {
  it('lists every code', async () => {
    const guide = await readFile(GUIDE, 'utf8');
    const heading = '## The codes\n';
    const list = CODES.map((code) => {
      const [{ message }] = EXAMPLES[code];
      return `- \`${code}\` (${EXIT_STATUS[code]}): ${visible(message)}\n`;
    });
    const before = guide.slice(0, guide.indexOf(heading) + heading.length);
    await expect(`${before}\n${list.join('')}`).toMatchFileSnapshot(GUIDE);
  });
});
