import type { WriteStream } from 'node:tty';
import { isColourful } from './paint.ts';

/* SGR of ECMA-48: colours, and bold, dim or underlined letters. */
const DRESS = /\x1b\[[\d;]*m/g;

/** Where `prompts` writes: stderr. It knows nothing of `NO_COLOR`, so colours are taken out of what it writes. */
export function questionStream(env: NodeJS.ProcessEnv): WriteStream {
  const { stderr } = process;
  if (isColourful(stderr, env)) return stderr;
  const write = (text: string) => stderr.write(text.replace(DRESS, ''));
  return Object.create(stderr, { write: { value: write } }) as WriteStream;
}
