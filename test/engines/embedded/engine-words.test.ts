import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imageEnvironment } from '../../../src/engines/embedded/image-environment.ts';
import { storedName } from '../../../src/engines/embedded/image-name.ts';
import { knownTag, rememberTag } from '../../../src/engines/known-tags.ts';
import { lookForEmbedded } from '../../../src/engines/embedded/look.ts';
import { whatItCannotGive } from '../../../src/engines/embedded/what-it-cannot-give.ts';
import type { Digest } from '../../../src/kernel/brand.ts';
import type { LaunchPlan } from '../../../src/plan/launch-plan.ts';
import { temporary } from '../../host/temporary.ts';

const DIGEST = `sha256:${'a'.repeat(64)}` as Digest;
const PYTHON = { registry: 'docker.io', repository: 'library/python', tag: '3.8' };

test('an image says its own variables, and has a PATH if it says none', () => {
  const config = { config: { Env: ['LANG=C.UTF-8', 'EMPTY=', 'no-value', 'TEXT=a=b\nc', 7] } };
  expect(imageEnvironment(config)).toEqual({
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LANG: 'C.UTF-8',
    EMPTY: '',
    TEXT: 'a=b\nc',
  });
  expect(imageEnvironment({ config: { Env: ['PATH=/opt/bin'] } })).toEqual({ PATH: '/opt/bin' });
  for (const odd of [undefined, null, 'text', { config: 7 }, { config: { Env: 'A=b' } }]) {
    expect(Object.keys(imageEnvironment(odd))).toEqual(['PATH']);
  }
});

test('an image is another one on another platform, and under another name', () => {
  const pin = { kind: 'registry', ...PYTHON, digest: DIGEST } as const;
  const names = [
    storedName(pin, 'linux/amd64'),
    storedName(pin, 'linux/arm64'),
    storedName({ ...pin, repository: 'library/other' }, 'linux/amd64'),
  ];
  expect(new Set(names).size).toBe(3);
  expect(storedName({ ...pin, tag: 'latest' }, 'linux/amd64')).toBe(names[0]);
});

test('a tag means what it meant, until it is forgotten', async () => {
  using here = temporary();
  const env = { XDG_CACHE_HOME: here.path };
  expect(await knownTag(PYTHON, env)).toBeUndefined();
  await rememberTag(PYTHON, DIGEST, env);
  expect(await knownTag(PYTHON, env)).toBe(DIGEST);
  expect(await knownTag({ ...PYTHON, tag: '3.9' }, env)).toBeUndefined();
});

test('what bubblewrap cannot give is said', () => {
  const plan = { network: 'host', limits: { pids: 9 } } as LaunchPlan;
  expect(whatItCannotGive(plan)).toBeUndefined();
  const problems = [
    whatItCannotGive({ ...plan, network: 'bridge' }),
    whatItCannotGive({ ...plan, limits: { pids: 9, memory: 1 } }),
    whatItCannotGive({ ...plan, limits: { pids: 9, cpus: 1 } }),
  ];
  expect(problems.map((problem) => problem?.code)).toEqual(Array(3).fill('engine/unusable'));
});

test('it is there where bubblewrap is on PATH', async () => {
  using here = temporary();
  const env = { PATH: `relative:${here.path}` };
  expect(await lookForEmbedded(env)).toMatchObject({ kind: 'not-applicable' });
  mkdirSync(join(here.path, 'bwrap'));
  writeFileSync(join(here.path, 'not-it'), '', { mode: 0o755 });
  expect(await lookForEmbedded({ PATH: join(here.path, 'bwrap') })).toMatchObject({
    kind: 'not-applicable',
  });
  writeFileSync(join(here.path, 'bwrap', 'bwrap'), '', { mode: 0o755 });
  const found = await lookForEmbedded({ PATH: join(here.path, 'bwrap') });
  expect(found.kind).toMatch(/^usable|unusable$/);
});
