import { styleText } from 'node:util';

export type Style = 'error' | 'hint' | 'fault' | 'quiet';

/** Dresses a text for the stream it is going to; gives it back as it is where colours are unwanted. */
export type Paint = (style: Style, text: string) => string;

const STYLES = {
  error: ['bold', 'red'],
  hint: ['bold', 'cyan'],
  fault: ['red'],
  quiet: ['dim'],
} as const;

export const plain: Paint = (_style, text) => text;

const colourful: Paint = (style, text) =>
  styleText([...STYLES[style]], text, { validateStream: false });

export function paintFor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paint {
  return isColourful(stream, env) ? colourful : plain;
}

/** Colours on a terminal only, and neither with `NO_COLOR` set to anything (no-color.org) nor on a dumb one. */
export function isColourful(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}
