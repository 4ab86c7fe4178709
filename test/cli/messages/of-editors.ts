import * as editors from '../../../src/editors/problems.ts';
import type { EditorsCode } from '../../../src/editors/problems.ts';
import type { Examples } from './examples.ts';

const file = '/home/ada/thesis/.vscode/settings.json';

export const EDITORS: Examples<EditorsCode> = {
  'editors/not-editable': [
    editors.settingsNotEditable(file, [
      '{',
      '  "python.defaultInterpreterPath": "/home/ada/.local/share/tackle/projects/thesis-0f1e2d3c4b5a/bin/python"',
      '}',
    ]),
  ],
  'editors/cannot-write': [editors.settingsNotWritten(file, 'EROFS')],
  'editors/outside': [editors.settingsOutside(file)],
};
