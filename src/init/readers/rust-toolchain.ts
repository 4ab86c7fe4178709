import type { Finding, Reader } from '../finding.ts';
import type { Line } from '../lines.ts';
import { linesOf, placeOfLine } from '../lines.ts';
import { readNumber, readWish } from '../wish.ts';
import { fromToml, under } from './toml.ts';

/** `rust-toolchain.toml`, or the channel alone, which the file without the ending may hold. */
export const rustToolchain: Reader = (file) => {
  const [only, ...more] = linesOf(file);
  const isBare = only !== undefined && more.length === 0 && !/[[=]/.test(only.text);
  if (isBare) return [channel(only.text, only)];
  return fromToml(file, (table) => {
    const said = under(table, 'toolchain', 'channel');
    const place = placeOfLine(file, /^channel\b/);
    return typeof said === 'string' ? [channel(said, { place })] : [];
  });
};

/** `Cargo.toml`: the least that will do, or that there is a package at all. */
export const cargo: Reader = (file) =>
  fromToml(file, (table) => {
    const said = under(table, 'package', 'rust-version');
    const place = placeOfLine(file, /^(?:rust-version|\[package\]|\[workspace\])/);
    const wish = typeof said === 'string' ? readWish(`>=${said}`) : undefined;
    return [
      {
        kind: 'fact',
        tool: 'rust',
        ...(wish && { wish }),
        says: wish ? `asks for at least ${String(said)}` : 'is of a package in Rust',
        place: wish ? placeOfLine(file, /^rust-version\b/) : place,
        voice: 'range',
      },
    ];
  });

function channel(text: string, { place }: Pick<Line, 'place'>): Finding {
  const says = `asks for ${text}`;
  if (/^(?:nightly|beta)\b/.test(text)) {
    return {
      kind: 'fact',
      tool: 'rust',
      wish: { kind: 'newest' },
      says: `${says}, and the catalogue has releases alone`,
      place,
      voice: 'switch',
    };
  }
  const wish = /^stable\b/.test(text) ? readWish('stable') : readNumber(text);
  if (wish === undefined) {
    return { kind: 'fault', says: `asks for \`${text}\`, which is no channel of Rust`, place };
  }
  return { kind: 'fact', tool: 'rust', wish, says, place, voice: 'switch' };
}
