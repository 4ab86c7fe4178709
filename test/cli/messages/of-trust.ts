import type { Place } from '../../../src/kernel/place.ts';
import type { Power } from '../../../src/trust/power.ts';
import {
  changed,
  contextChanged,
  contextOutside,
  ledgerInProject,
  ledgerUnusable,
  needsAnAnswer,
  notEntered,
  noProject,
  notThere,
  notTrusted,
  turnedDown,
  type TrustCode,
} from '../../../src/trust/problems.ts';
import type { Examples } from './examples.ts';

const place: Place = {
  file: '/home/ada/thesis/tackle.yaml',
  line: 6,
  column: 11,
  length: 11,
  text: '  lint: { image: example/lint, commands: [lint] }',
};
const POWERS: readonly Power[] = [
  {
    kind: 'image',
    says: '`lint` is the image `example/lint\u001b[2J`: it is fetched from where the project says',
    place,
  },
  { kind: 'variable', says: 'all tools see your variable `TOKEN`', place: { ...place, line: 9 } },
];
const LEDGER = '/home/ada/.local/share/tackle/trust';

export const TRUST: Examples<TrustCode> = {
  'trust/not-trusted': [notTrusted(POWERS)],
  'trust/changed': [
    changed({ added: POWERS, gone: ['all tools see your variable `HOST`'], lines: [] }),
    changed({
      added: [],
      gone: [],
      lines: ['tackle.yaml: - # one', ...Array.from({ length: 22 }, () => 'tackle.yaml: + # two')],
    }),
  ],
  'trust/not-entered': [notEntered()],
  'trust/context-changed': [contextChanged('build')],
  'trust/context-outside': [contextOutside('build', '/home/ada/.ssh')],
  'trust/turned-down': [turnedDown()],
  'trust/needs-an-answer': [needsAnAnswer(POWERS)],
  'trust/no-project': [noProject()],
  'trust/not-there': [notThere('/home/ada/thesis')],
  'trust/ledger-in-project': [ledgerInProject('/home/ada/thesis/.local/share/tackle/trust')],
  'trust/ledger-unusable': [ledgerUnusable(LEDGER, `EACCES: permission denied, mkdir '${LEDGER}'`)],
};
