import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mustAskApi } from './engine-api.ts';
import { belongings, leftovers } from './leftovers.ts';
import { rig } from './rig.ts';

test('a process, a temporary file and a volume left behind are all found', async () => {
  const { engine, run, scratch } = rig();
  const before = await belongings(rig());
  const file = join(scratch, 'tmp', 'left');
  const volume = `left-${run}`;
  const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  writeFileSync(file, '');
  await mustAskApi(engine, 'POST', `/volumes/create`, {
    body: JSON.stringify({ Name: volume }),
    headers: { 'content-type': 'application/json' },
  });
  try {
    const found = await leftovers(before, rig(), 100);
    expect(found).toEqual([
      `volume ${volume}`,
      `process ${child.pid!}: cat`,
      'temporary file left',
    ]);
  } finally {
    child.kill();
    await once(child, 'exit');
    rmSync(file);
    await mustAskApi(engine, 'DELETE', `/volumes/${volume}`);
  }
  expect(await leftovers(before, rig(), 100)).toEqual([]);
});
