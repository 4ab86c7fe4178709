import { join } from 'node:path';
import { expect, test } from 'vitest';
import { enginesText, listEngines } from '../../src/cli/engines-listing.ts';
import type { EngineName } from '../../src/config/config.ts';
import { noAnswerInTime, noneFound, permissionDenied } from '../../src/engines/problems.ts';
import type { Survey, SurveyedEngine } from '../../src/engines/survey.ts';
import type { Located } from '../../src/kernel/place.ts';

const GOLDEN = join(import.meta.dirname, '../golden/engines');

const docker: SurveyedEngine = {
  engine: 'docker',
  state: 'usable',
  at: 'unix:///var/run/docker.sock',
  version: 'Docker Engine 27.3.1',
};
const denied: SurveyedEngine = {
  engine: 'docker',
  state: 'unusable',
  problem: permissionDenied('/var/run/docker.sock'),
};
const silent: SurveyedEngine = {
  engine: 'docker',
  state: 'unusable',
  at: docker.at,
  problem: noAnswerInTime('docker', 3000, docker.at),
};
const noPodman: SurveyedEngine = {
  engine: 'podman',
  state: 'not there',
  because: 'no `podman` on PATH',
};
const embedded: SurveyedEngine = {
  engine: 'embedded',
  state: 'usable',
  at: '/usr/bin/bwrap',
  version: 'bubblewrap 0.8.0',
};
const noBubblewrap: SurveyedEngine = {
  engine: 'embedded',
  state: 'not there',
  because: 'no `bwrap` on PATH: `sudo apt-get install bubblewrap`',
};

function asked(value: EngineName, file: string): Located<EngineName> {
  return { value, place: { file, line: 3, column: 9, length: value.length, text: '' } };
}

const takes = (engine: EngineName): Survey['launch'] => ({ ok: true, value: engine });

const CASES: Readonly<Record<string, readonly [Survey, Located<EngineName>?]>> = {
  'docker-by-order': [{ engines: [docker, noPodman, embedded], launch: takes('docker') }],
  'embedded-as-docker-is-denied': [
    { engines: [denied, noPodman, embedded], launch: takes('embedded') },
  ],
  'docker-is-silent': [{ engines: [silent, noPodman, embedded], launch: takes('docker') }],
  'embedded-by-config': [
    { engines: [docker, noPodman, embedded], launch: takes('embedded') },
    asked('embedded', '/home/ada/thesis/tackle.yaml'),
  ],
  'denied-by-option': [
    {
      engines: [denied, noPodman, noBubblewrap],
      launch: { ok: false, error: permissionDenied('/var/run/docker.sock') },
    },
    asked('docker', 'command line'),
  ],
  'none-at-all': [
    {
      engines: [noPodman, noBubblewrap],
      launch: { ok: false, error: noneFound(['podman: no `podman` on PATH']) },
    },
  ],
};

test.each(Object.entries(CASES))('engines: %s', async (name, [survey, said]) => {
  const listing = listEngines(survey, said);
  const page = { cwd: '/home/ada/thesis', columns: 100 };
  await expect(enginesText(listing, page)).toMatchFileSnapshot(join(GOLDEN, `${name}.txt`));
});

test('as JSON: the engine in use is marked, with who says so', () => {
  const survey = { engines: [docker, noPodman, embedded], launch: takes('embedded') };
  expect(listEngines(survey, asked('embedded', 'TACKLE_ENGINE'))).toEqual({
    engines: [docker, noPodman, { ...embedded, state: 'used' }],
    launch: { engine: 'embedded', saidBy: 'TACKLE_ENGINE' },
  });
});
