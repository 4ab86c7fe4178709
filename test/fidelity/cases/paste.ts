import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

const LINES = Array.from(
  { length: 2000 },
  (_, index) => `${index}: größer als ein Puffer, 語 ${'x'.repeat(index % 50)}`,
);
const BRACKETS = ['\x1b[200~', '\x1b[201~'] as const;

export const paste: readonly Case[] = [
  {
    row: 20,
    part: '100 kB arrive in a tool in raw mode, with their brackets, and are shown again',
    streams: 'terminal',
    async observe(stage) {
      stage.bring('paste.py');
      const pasted = `${BRACKETS[0]}${LINES.join('\r')}${BRACKETS[1]}`;
      await using at = stage.terminal(`tool python3 paste.py ${Buffer.byteLength(pasted)}`);
      await at.expect('ready\n');
      await at.paste(pasted);
      await at.expect(/ [0-9a-f]{64}\n/);
      at.send('\r');
      const end = await stage.endOf(at);
      const text = at.raw;
      return {
        ...end,
        told: text.slice(-80),
        shown: sum(text),
        brackets: text.includes('\x1b[?2004h'),
      };
    },
  },
  {
    row: 20,
    part: '100 kB of lines arrive in a tool that reads lines',
    streams: 'terminal',
    async observe(stage) {
      const pasted = LINES.join('\n');
      return { whole: (await catOf(stage, pasted)) === `${pasted}\n` };
    },
  },
  {
    row: 20,
    part: 'a line that is too long for a terminal is cut where a terminal cuts it',
    streams: 'terminal',
    async observe(stage) {
      const arrived = await catOf(stage, `${'x'.repeat(5000)}\nand on`);
      return { lines: arrived.split('\n').map((line) => line.length) };
    },
  },
  {
    row: 20,
    part: 'several lines in brackets are one entry of a shell inside',
    streams: 'terminal',
    async observe(stage) {
      stage.write('rc', `PS1='in> '\n`);
      await using at = stage.terminal('tool bash --noprofile --rcfile rc -i');
      await at.expect('in> ');
      at.send(`${BRACKETS[0]}echo one\recho two${BRACKETS[1]}`);
      const [pasted] = await at.expect(/[^]*echo two/);
      at.send('\r');
      const [ran] = await at.expect(/[^]*in> $/);
      at.send('\x04');
      return { pasted, ran, ...(await stage.endOf(at)) };
    },
  },
];

/** What a tool that reads lines has of a paste that ends with Ctrl-D. */
async function catOf(stage: Stage, pasted: string): Promise<string> {
  await using at = stage.terminal(`tool bash -c 'echo up; exec cat > pasted'`);
  await at.expect('up\n');
  await at.paste(`${pasted}\n\x04`.replaceAll('\n', '\r'));
  await stage.endOf(at);
  return readFileSync(join(stage.project, 'pasted'), 'utf8');
}

function sum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
