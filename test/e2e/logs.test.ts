import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';

test('what builds said is told afterwards, of one that failed too, and how launches went', async () => {
  using image = tinyImage('tackle-test/logs:1');
  using place = scratch('logs');
  const at = (...parts: readonly string[]) => join(place.path, ...parts);
  const env = { XDG_CACHE_HOME: at('cache'), TACKLE_LOG: at('log') };
  mkdirSync(at('project'));
  const tackle = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await runTackle(args, { cwd: at('project'), env });
    return { status, out: stdout.toString(), err: stderr.toString() };
  };
  const built = (dockerfile: string) => ({ dockerfile, network: 'none', commands: ['hello'] });
  const config = {
    engine: 'docker',
    toolboxes: { good: built('good/Dockerfile'), bad: built('bad/Dockerfile') },
  };
  writeFileSync(at('project/tackle.json'), JSON.stringify(config));
  for (const [name, step] of [
    ['good', 'RUN ["/bin/hello"]'],
    ['bad', 'COPY nothing /there'],
  ]) {
    mkdirSync(at('project', name!));
    writeFileSync(at('project', name!, 'Dockerfile'), `FROM ${image.name}\n${step}\n`);
  }
  expect((await tackle('logs')).out).toMatch(/^nothing was built or pulled lately\n\nno launch/);

  expect((await tackle('build', 'good')).status).toBe(0);
  expect((await tackle('build', 'bad')).status).toBe(125);
  expect((await tackle('shell', 'bad')).status).toBe(125);

  const { out } = await tackle('logs');
  expect(out).toMatch(/ build {2}done in \d+ s +\S+\/good\/Dockerfile\n/);
  expect(out).toMatch(/ build {2}failed after \d+ s +\S+\/bad\/Dockerfile\n/);
  expect(out).toMatch(/ bad +docker +\d+ ms {2}engine\/build-failed\n$/);
  expect((await tackle('logs', 'good')).out).toContain('\n  hello from the image\n');
  expect((await tackle('logs', 'bad')).out).toMatch(/\n {2}.*COPY failed.*\n$/);
  expect(await tackle('logs', 'god')).toMatchObject({ status: 125, out: '' });
  expect(JSON.parse((await tackle('logs', '--json')).out)).toMatchObject({
    work: [{ how: 'failed' }, { how: 'done' }],
    launches: [{ command: 'bad', end: { problem: 'engine/build-failed' } }],
  });
});
