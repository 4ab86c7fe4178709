import type { InitCode } from '../../../src/init/problems.ts';
import {
  cannotWrite,
  noPlace,
  noProject,
  notEditable,
  notUsed,
  nothingFound,
  ownToolbox,
} from '../../../src/init/problems.ts';
import type { Examples } from './examples.ts';

export const INIT: Examples<InitCode> = {
  'init/nothing-found': [
    nothingFound([]),
    nothingFound([
      'poetry: there is no toolbox for it yet; .tool-versions:6 asks for 1.7.1',
      '.nvmrc is not read: it leads out of the project',
    ]),
  ],
  'init/no-place': [noPlace('/home/ada')],
  'init/cannot-write': [cannotWrite('/home/ada/thesis/tackle.yaml', 'EACCES')],
  'init/no-project': [noProject()],
  'init/not-used': [
    notUsed('pyton', 'tackle.yaml', ['python@3.8', 'python', 'node@18']),
    notUsed('ruby', 'tackle.yaml', ['python@3.8', 'node@18']),
    notUsed('ruby', 'tackle.yaml', []),
  ],
  'init/own-toolbox': [ownToolbox('latex', 'tackle.yaml', 7)],
  'init/not-editable': [
    notEditable('/home/ada/thesis/tackle.yaml', ['python: python@3.8', 'pip: python@3.8']),
    notEditable('/home/ada/thesis/tackle.yaml', []),
  ],
};
