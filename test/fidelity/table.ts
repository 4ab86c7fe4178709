import type { Case } from './case.ts';
import { FURTHER } from './further.ts';
import { NOT_GIVEN, reasonFor } from './not-given/index.ts';
import type { NotGiven } from './not-given/not-given.ts';
import type { PathName } from './paths/launch-path.ts';
import { ROWS } from './rows.ts';

/** What one play of a case showed. */
export interface Seen {
  readonly path: PathName;
  readonly part: string;
  readonly isNative: boolean;
}

/** One column of the table: a path, and what was measured. */
export interface Column {
  readonly path: PathName;
  readonly version: string;
  /** What this part is on this path, by what a run saw: `yes`, `no`, `sometimes`; nothing when not played. */
  readonly cell: (part: string) => string | undefined;
}

/**
 * The column of a path that this run has played. A part is given when it is given to every caller.
 * @param before has the parts that were not played now
 */
export function columnOf(
  path: PathName,
  version: string,
  seen: readonly Seen[],
  before: Column | undefined,
): Column {
  return {
    path,
    version,
    cell(part) {
      const plays = seen.filter((one) => one.path === path && one.part === part);
      if (plays.length === 0) return before?.cell(part);
      const reason = reasonFor(path, part);
      if (reason?.sometimes) return cellWith('sometimes', reason);
      return plays.every(({ isNative }) => isNative) ? 'yes' : cellWith('no', reason);
    },
  };
}

/** The column of a path that this run has not played, as the page has it from the run that wrote it. */
export function columnOfPage(path: PathName, page: string): Column | undefined {
  const [, version] = new RegExp(`^- ${path}: (.*)$`, 'm').exec(page) ?? [];
  const lines = page.split('\n').filter((line) => line.startsWith('| '));
  const rows = lines.map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
  const at = rows.find((cells) => cells[0] === 'part')?.indexOf(path) ?? -1;
  if (version === undefined || at < 0) return undefined;
  return {
    path,
    version,
    cell(part) {
      const [word] = rows.find((cells) => cells[0] === escaped(part))?.[at]?.split(/,? /) ?? [];
      // The reasons have numbers, which change as they come and go.
      if (word === undefined || word === NOT_PLAYED) return undefined;
      return word === 'yes' ? word : cellWith(word, reasonFor(path, part));
    },
  };
}

/** The page: rows by paths, then every part, then the reasons. */
export function table(cases: readonly Case[], columns: readonly Column[]): string {
  const header = columns.map(({ path }) => path);
  const rows = ROWS.map((title, index) => {
    const parts = cases.filter(({ row }) => row === index + 1);
    const own = parts.filter(({ part }) => !FURTHER.has(part));
    const cells = columns.map((one) => summary(one, own));
    const whole = columns.map((one) => summary(one, parts));
    return { number: index + 1, title, own, further: without(parts, own), cells, whole };
  });
  const rowsGiven = (of: (row: (typeof rows)[number]) => readonly string[]) =>
    columns.map(
      (_, at) => `${rows.filter((row) => of(row)[at] === 'yes').length} of ${ROWS.length}`,
    );
  return `${[
    ...INTRODUCTION,
    ...columns.map(({ path, version }) => `- ${path}: ${version}`),
    '',
    line(['row', '', ...header]),
    line(['--:', '---', ...header.map(() => '---')]),
    ...rows.map(({ number, title, cells }) => line([String(number), title, ...cells])),
    line(['', 'rows given', ...rowsGiven(({ cells }) => cells)]),
    line(['', 'rows given with all that goes further', ...rowsGiven(({ whole }) => whole)]),
    '',
    '## Part by part',
    ...rows.flatMap(({ number, title, own, further }) => [
      '',
      `### ${number}. ${title}`,
      '',
      ...partByPart(own, columns),
      ...(further.length > 0 ? ['', 'Further:', '', ...partByPart(further, columns)] : []),
    ]),
    '',
    '## Why not',
    '',
    ...NOT_GIVEN.map((one, index) => {
      const paths = header.filter((path) => one.paths.includes(path));
      return `${index + 1}. ${paths.join(', ')}: ${one.because}.`;
    }),
  ].join('\n')}\n`;
}

const NOT_PLAYED = '—';

const INTRODUCTION: readonly string[] = [
  '# Native fidelity',
  '',
  'What a caller can observe of a tool that is run natively, and whether it is the same on other paths. Every part',
  'is one case of `test/fidelity/cases`: a line of shell that is run with the native tool first, then on each path, and',
  'what was observed (bytes, status, death signal, terminal modes, files with owner and mode, leftovers) is compared',
  'whole. `npm run fidelity` measures all of it in one run and writes this page; `TACKLE_FIDELITY` names single paths',
  'to measure, and the rest stays as it was. A number in brackets is the reason, at the end.',
  '',
  'A row is given when all that its own words say is; parts that go further stand apart, below the others.',
  '',
  'Tackle is measured as root and as an ordinary user, the others as an ordinary user. *tackle* is what goes through Node, as',
  'with `tackle --fresh`; *shim* and *typed*, which is `tackle COMMAND`, are run by what is prepared. Of the others, `tool` is what',
  'people type: `docker run --rm -i[t] -v "$PWD:$PWD" -w "$PWD" IMAGE` (`-t` where both ends are a terminal),',
  '`docker exec -i[t] -w "$PWD" CONTAINER` in a running container, and `devcontainer exec` with the project mounted at',
  'its own path. All use the same image.',
  '',
];

function partByPart(parts: readonly Case[], columns: readonly Column[]): readonly string[] {
  return [
    line(['part', 'streams', ...columns.map(({ path }) => path)]),
    line(['---', '---', ...columns.map(() => '---')]),
    ...parts.map(({ part, streams }) =>
      line([part, streams, ...columns.map(({ cell }) => cell(part) ?? NOT_PLAYED)]),
    ),
  ];
}

function without(parts: readonly Case[], others: readonly Case[]): readonly Case[] {
  return parts.filter((one) => !others.includes(one));
}

function summary({ cell }: Column, parts: readonly Case[]): string {
  const cells = parts.flatMap(({ part }) => cell(part) ?? []);
  const given = cells.filter((one) => one === 'yes').length;
  if (cells.length === 0) return NOT_PLAYED;
  if (given === cells.length) return 'yes';
  return given === 0 ? 'no' : `${given} of ${cells.length}`;
}

function cellWith(word: string, reason: NotGiven | undefined): string {
  return reason === undefined
    ? `${word}, unexplained`
    : `${word} [${NOT_GIVEN.indexOf(reason) + 1}]`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/** A bar ends a cell. */
function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
