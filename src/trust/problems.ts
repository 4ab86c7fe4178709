import type { Place } from '../kernel/place.ts';
import type { Problem } from '../kernel/problem.ts';
import type { Difference } from './difference.ts';
import type { Power } from './power.ts';

export type TrustCode =
  | 'trust/not-trusted'
  | 'trust/changed'
  | 'trust/not-entered'
  | 'trust/context-changed'
  | 'trust/context-outside'
  | 'trust/turned-down'
  | 'trust/needs-an-answer'
  | 'trust/no-project'
  | 'trust/not-there'
  | 'trust/ledger-in-project'
  | 'trust/ledger-unusable';

export type TrustProblem = Problem<TrustCode>;

const HINT = 'if you want that, say so with `tackle trust`; `docs/trust.md` has a way for CI';

/** Nobody has said yet that the project may have what it asks for. */
export function notTrusted(powers: readonly Power[]): TrustProblem {
  return {
    code: 'trust/not-trusted',
    message: 'this project asks for more than is given without a question, so nothing of it is run',
    hint: HINT,
    detail: powersInLines(powers),
  };
}

export function changed(difference: Difference): TrustProblem {
  return {
    code: 'trust/changed',
    message: 'the config has changed since this project was trusted, so nothing of it is run',
    hint: HINT,
    detail: differenceInLines(difference),
  };
}

/** Nothing of it goes on PATH just because somebody went to its directory. */
export function notEntered(): TrustProblem {
  return {
    code: 'trust/not-entered',
    message: 'this project is not trusted, so its commands are not on PATH',
    hint: 'see what it asks for with `tackle trust`',
  };
}

/** The files that a Dockerfile is built from are others than those that were trusted. */
export function contextChanged(toolbox: string): TrustProblem {
  return {
    code: 'trust/context-changed',
    message: `the Dockerfile of \`${toolbox}\`, or a file that its steps are given, has changed since this project was trusted`,
    hint: 'see what with `git diff`, and then `tackle trust`',
  };
}

/** @param path where a symbolic link leads, or where the directory is */
export function contextOutside(toolbox: string, path: string): TrustProblem {
  return {
    code: 'trust/context-outside',
    message: `what \`${toolbox}\` is built from lies outside of the project, behind a symbolic link: \`${path}\``,
    hint: 'move it into the project',
  };
}

export function turnedDown(): TrustProblem {
  return {
    code: 'trust/turned-down',
    message: 'this project is not trusted, so nothing of it is run',
    hint: '`tackle trust` asks again',
  };
}

/** `tackle trust` where nobody can answer. */
export function needsAnAnswer(powers: readonly Power[]): TrustProblem {
  return {
    code: 'trust/needs-an-answer',
    message: 'there is no terminal to ask on whether this project is trusted',
    hint: '`tackle trust --yes` trusts it unasked, with all of this',
    detail: powersInLines(powers),
  };
}

export function noProject(): TrustProblem {
  return {
    code: 'trust/no-project',
    message:
      'there is no `tackle.yaml` in this directory or above it, so there is nothing to trust',
    hint: 'change to the directory of a project',
  };
}

export function notThere(project: string): TrustProblem {
  return {
    code: 'trust/not-there',
    message: `\`${project}\` is not trusted, so there is nothing to take back`,
    hint: 'see which projects are with `tackle trust --list`',
  };
}

/** Then the project's own tools could write that it is trusted. */
export function ledgerInProject(ledger: string): TrustProblem {
  return {
    code: 'trust/ledger-in-project',
    message: `what you trust is written down in \`${ledger}\`, and that is inside of this project`,
    hint: 'set `XDG_DATA_HOME` to a directory outside of it',
  };
}

/** @param said by the system */
export function ledgerUnusable(ledger: string, said: string): TrustProblem {
  return {
    code: 'trust/ledger-unusable',
    message: `what you trust cannot be written down in \`${ledger}\``,
    hint: 'is it yours, and is there room on the disk? `XDG_DATA_HOME` may name another place',
    detail: [said],
  };
}

/** One a line, with where it is asked for. */
export function powersInLines(powers: readonly Power[]): readonly string[] {
  return powers.map(({ says, place }) => `- ${says} (${whereOf(place)})`);
}

/** More lines than this are for `git diff`. */
const MOST_LINES = 20;

export function differenceInLines({ added, gone, lines }: Difference): readonly string[] {
  const shown = lines.slice(0, MOST_LINES);
  const left = lines.length - shown.length;
  return [
    ...powersInLines(added).map((line) => `new ${line}`),
    ...gone.map((says) => `gone - ${says}`),
    ...shown,
    ...(left > 0 ? [`and ${left} more lines`] : []),
  ];
}

function whereOf({ file, line }: Place): string {
  return `${file.slice(file.lastIndexOf('/') + 1)}:${line}`;
}
