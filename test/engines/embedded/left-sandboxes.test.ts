import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { removeLeftSandboxes, sandboxId } from '../../../src/engines/embedded/left-sandboxes.ts';
import { leftLaunches, makeLaunchDir } from '../../../src/host/runtime-dir.ts';
import { temporary } from '../../host/temporary.ts';

const here = temporary();
afterAll(() => here[Symbol.dispose]());

/** The pid of a process that is no more. */
const dead = String(spawnSync('true').pid);

test('the directories of dead sandboxes go, those of containers and of living launches stay', () => {
  const container = `${dead}-1-0123456789ab`;
  for (const name of [`${dead}-1-${sandboxId()}`, `${dead}-1-${sandboxId()}`, container]) {
    mkdirSync(join(here.path, name));
  }
  const living = makeLaunchDir(here.path, sandboxId());
  removeLeftSandboxes(here.path);
  const left = readdirSync(here.path).map((name) => join(here.path, name));
  expect(left.sort()).toEqual([join(here.path, container), living].sort());
});

test('who looks for containers finds no sandboxes', () => {
  using runtime = temporary();
  mkdirSync(join(runtime.path, `${dead}-1-${sandboxId()}`));
  mkdirSync(join(runtime.path, `${dead}-1-0123456789ab`));
  const found = leftLaunches(runtime.path, /^[0-9a-f]{12}$/);
  expect(found.map(({ id }) => id)).toEqual(['0123456789ab']);
});
