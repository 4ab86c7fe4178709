// A picture of one table: what each launch takes more than the first.

const WIDTH = 760;
const LEFT = 230;
const RIGHT = 70;
const TOP = 64;
const ROW = 28;
const BAR = 16;
const MOST_MARKS = 5;

/**
 * @param rows `{ name, more }` in milliseconds; the first, and whatever takes nothing more, has no bar
 * @returns the text of an SVG document
 */
export function chart({ title, subtitle, rows }) {
  const bars = rows.slice(1);
  const longest = Math.max(...bars.map(({ more }) => more));
  const step = roundStep(longest / MOST_MARKS);
  const marks = Math.ceil(longest / step);
  const width = (time) => ((WIDTH - LEFT - RIGHT) * time) / (step * marks);
  const bottom = TOP + bars.length * ROW;
  const height = bottom + 36;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    `<text x="16" y="26" font-size="16" font-weight="600" fill="#1f2328">${escaped(title)}</text>`,
    `<text x="16" y="46" fill="#59636e">${escaped(subtitle)}</text>`,
    ...Array.from({ length: marks + 1 }, (_, index) => mark(index * step, width, bottom)).flat(),
    ...bars.flatMap(({ name, more }, index) => bar(name, more, width, TOP + index * ROW)),
    '</svg>\n',
  ].join('\n');
}

/** The next one of 1, 2 or 5 with noughts. */
function roundStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= least);
}

function mark(time, width, bottom) {
  const x = pixels(LEFT + width(time));
  return [
    `<line x1="${x}" y1="${TOP}" x2="${x}" y2="${bottom}" stroke="#d1d9e0"/>`,
    `<text x="${x}" y="${bottom + 20}" text-anchor="middle" fill="#59636e">${inMs(time)}</text>`,
  ];
}

function bar(name, more, width, top) {
  const shown = name.replaceAll('`', '');
  const colour = shown.startsWith('shim') ? '#1a7f37' : '#8c959f';
  const length = Math.max(width(more), 0);
  const y = top + ROW / 2 + 4.5;
  return [
    `<text x="${LEFT - 10}" y="${y}" text-anchor="end" fill="#1f2328">${escaped(shown)}</text>`,
    `<rect x="${LEFT}" y="${top + (ROW - BAR) / 2}" width="${pixels(length)}" height="${BAR}" fill="${colour}"/>`,
    `<text x="${pixels(LEFT + length + 6)}" y="${y}" fill="#1f2328">${inMs(more)}</text>`,
  ];
}

function inMs(time) {
  return `${Number.isInteger(time) ? time : time.toFixed(1)} ms`;
}

function pixels(number) {
  return String(Math.round(number * 10) / 10);
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
