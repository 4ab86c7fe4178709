import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forgetNames } from '../../../src/engines/embedded/names.ts';
import { temporary } from '../../host/temporary.ts';

test('a name without its image is forgotten, and one that is being written is left alone', async () => {
  using here = temporary();
  const names = join(here.path, 'tackle/names');
  mkdirSync(names, { recursive: true });
  const name = 'ab'.repeat(32);
  for (const file of [name, `${name}.0123456789ab`]) writeFileSync(join(names, file), '{');
  await forgetNames({ XDG_DATA_HOME: here.path });
  expect(readdirSync(names)).toEqual([`${name}.0123456789ab`]);
});
