import type { Problem } from '../kernel/problem.ts';

export type EditorsCode = 'editors/not-editable' | 'editors/cannot-write' | 'editors/outside';

export type EditorsProblem = Problem<EditorsCode>;

/** @param lines what would stand there */
export function settingsNotEditable(file: string, lines: readonly string[]): EditorsProblem {
  return {
    code: 'editors/not-editable',
    message: `\`${file}\` is no JSON that settings can be added to`,
    hint: 'mend it, or write this into it yourself',
    detail: lines,
  };
}

export function settingsNotWritten(file: string, reason: string): EditorsProblem {
  return {
    code: 'editors/cannot-write',
    message: `\`${file}\` cannot be written: ${reason}`,
    hint: 'print what would stand there with `tackle ide vscode --print`',
  };
}

/** A checkout may have it lead to anybody's file. */
export function settingsOutside(file: string): EditorsProblem {
  return {
    code: 'editors/outside',
    message: `\`${file}\` leads out of the project, behind a symbolic link`,
    hint: 'print what would stand there with `tackle ide vscode --print`',
  };
}
