import type { Fact, Reader } from '../finding.ts';
import { placesIn } from '../../kernel/text-places.ts';

/** What Debian has in `texlive-latex-extra`, `-science` and `-bibtex-extra`, and not in the smaller toolbox. */
const EXTRA: readonly string[] = [
  ...[
    'acronym',
    'adjustbox',
    'algorithm',
    'algorithm2e',
    'algorithmic',
    'algpseudocode',
    'appendix',
  ],
  ...['biblatex', 'cleveref', 'csquotes', 'enumitem', 'glossaries', 'glossaries-extra', 'lipsum'],
  ...['makecell', 'mdframed', 'mhchem', 'minted', 'multirow', 'nomencl', 'physics', 'siunitx'],
  ...[
    'subfigure',
    'tcolorbox',
    'titlesec',
    'titletoc',
    'tocbibind',
    'todonotes',
    'wrapfig',
    'xifthen',
  ],
];

const ENGINE = /^%[ \t]{0,9}![ \t]{0,9}TEX[ \t]{1,9}(?:TS-)?program[ \t]{0,9}=[ \t]{0,9}(\w+)/im;
const PACKAGES =
  /^[^%\n]*?\\(?:usepackage|RequirePackage)\s{0,9}(?:\[[^\]]{0,999}\])?\s{0,9}\{([^}]{0,999})\}/gm;

/** A `.tex` file that is a document, and what it needs beyond the smaller toolbox. */
export const latexDocument: Reader = ({ path, text }) => {
  const placeOf = placesIn(path, text);
  const document = /^[^%\n]*?\\documentclass\b/m.exec(text);
  const facts: Fact[] = [];
  const engine = ENGINE.exec(text);
  if (engine?.[1]?.toLowerCase() === 'xelatex') {
    facts.push(extra('is for xelatex', placeOf(engine.index, engine.index + engine[0].length)));
  }
  for (const found of text.matchAll(PACKAGES)) {
    const used = (found[1] ?? '').split(',').map((name) => name.trim());
    const name = used.find((each) => EXTRA.includes(each));
    const at = found.index + found[0].length - (found[1] ?? '').length - 1;
    if (name !== undefined) facts.push(extra(`uses ${name}`, placeOf(at, at + 1)));
  }
  if (document !== null) {
    const end = document.index + document[0].length;
    const place = placeOf(end - '\\documentclass'.length, end);
    facts.push({ kind: 'fact', tool: 'latex', says: 'is a document', place, voice: 'range' });
  }
  return facts;
};

/** `latexmkrc`: mode 5 is xelatex. */
export const latexmkrc: Reader = ({ path, text }) => {
  const found = /^[^#\n]*?(\$pdf_mode[ \t]{0,9}=[ \t]{0,9}5|xelatex)/m.exec(text);
  const placeOf = placesIn(path, text);
  if (found === null) {
    return [
      { kind: 'fact', tool: 'latex', says: 'is for latexmk', place: placeOf(0, 1), voice: 'pin' },
    ];
  }
  const end = found.index + found[0].length;
  return [extra('is for xelatex', placeOf(end - (found[1] ?? '').length, end))];
};

function extra(says: string, place: Fact['place']): Fact {
  return {
    kind: 'fact',
    tool: 'latex',
    wish: { kind: 'named', name: 'extra' },
    says,
    place,
    voice: 'pin',
  };
}
