import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askApi, readApi } from '../rig/engine-api.ts';
import { rig } from '../rig/rig.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

const { engine, kit } = rig();
/** The first use of a toolbox builds its image. */
const PATIENCE = 300_000;

interface Image {
  readonly Id: string;
  readonly RepoTags: readonly string[] | null;
}

const before = new Set((await images()).map(({ Id }) => Id));

afterAll(async () => {
  for (const { Id } of await images()) {
    if (!before.has(Id)) await askApi(engine, 'DELETE', `/images/${Id}?force=1`);
  }
});

function images(): Promise<readonly Image[]> {
  return readApi(engine, '/images/json?all=1');
}

function project(config: string, files: Readonly<Record<string, string>> = {}) {
  const made = scratch('kinds');
  writeFileSync(join(made.path, 'tackle.yaml'), config);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made.path, name), text);
  return made;
}

async function says(cwd: string, ...args: readonly string[]): Promise<string> {
  const end = await runTackle(['--quiet', ...args], { cwd });
  expect({ status: end.status, stderr: end.stderr.toString() }).toEqual({ status: 0, stderr: '' });
  return end.stdout.toString();
}

test('an image by its digest, and by a tag that is pinned to it', async () => {
  for (const name of [kit.reference, kit.tag]) {
    using made = project(`toolboxes: {kit: {image: '${name}', commands: [cat]}}\n`);
    expect(await says(made.path, 'cat', 'tackle.yaml')).toContain(name);
    const plan = JSON.parse(await says(made.path, 'plan', 'cat')) as { image: unknown };
    expect(plan.image).toMatchObject({ kind: 'registry', digest: kit.digest });
  }
});

test('packages of Debian and of npm together', { timeout: PATIENCE }, async () => {
  using made = project(
    [
      'toolboxes:',
      '  js:',
      '    debian: bookworm',
      '    packages: [libatomic1, libstdc++6]',
      "    npm: ['node-linux-{arch}@10.16.3', semver@5.7.2]",
      '    commands: {node: node, semver: semver}',
    ].join('\n'),
  );
  expect(await says(made.path, 'node', '--version')).toBe('v10.16.3\n');
  expect(await says(made.path, 'semver', '1.2.3', '--increment')).toBe('1.2.4\n');
});

test('a Dockerfile, built once for its content', { timeout: PATIENCE }, async () => {
  using made = project(
    'toolboxes:\n  own: {dockerfile: Dockerfile, args: {WORD: hello}, target: said, commands: [say]}\n',
    {
      Dockerfile: [
        `FROM ${kit.tag} AS said`,
        'ARG WORD',
        'COPY name /name',
        'RUN printf "#!/bin/sh\\necho $WORD $(cat /name)\\n" > /usr/bin/say && chmod 755 /usr/bin/say',
        'FROM said AS unused',
        'RUN exit 1',
      ].join('\n'),
      name: 'one\n',
    },
  );
  const [first, second] = await Promise.all([says(made.path, 'say'), says(made.path, 'say')]);
  expect([first, second]).toEqual(['hello one\n', 'hello one\n']);
  const built = async (): Promise<number> =>
    (await images()).filter(({ RepoTags }) =>
      RepoTags?.some((tag) => tag.startsWith('tackle/dockerfile:')),
    ).length;
  const count = await built();
  expect(await says(made.path, 'say')).toBe('hello one\n');
  expect(await built()).toBe(count);
  writeFileSync(join(made.path, 'name'), 'two\n');
  expect(await says(made.path, 'say')).toBe('hello two\n');
  expect(await built()).toBe(count + 1);
});

test('a Dockerfile that fails shows what the builder said', async () => {
  using made = project('toolboxes:\n  own: {dockerfile: Dockerfile, commands: [say]}\n', {
    Dockerfile: `FROM ${kit.tag}\nRUN echo the reason >&2; exit 3\n`,
  });
  const end = await runTackle(['say'], { cwd: made.path });
  expect({ status: end.status, stdout: end.stdout.toString() }).toEqual({
    status: 125,
    stdout: '',
  });
  expect(end.stderr.toString()).toMatch(
    /building `.*Dockerfile` failed[^]*\n  the reason\n[^]*non-zero code: 3/,
  );
});

test('an image that cannot be started is told, and Tackle ends', async () => {
  using made = project('toolboxes:\n  own: {dockerfile: Dockerfile, commands: [sh]}\n', {
    Dockerfile: `FROM ${kit.tag}\nRUN rm -rf /run && touch /run\n`,
  });
  const end = await runTackle(['--quiet', 'sh', '-c', 'echo never'], { cwd: made.path });
  expect({ status: end.status, stdout: end.stdout.toString() }).toEqual({
    status: 125,
    stdout: '',
  });
  expect(end.stderr.toString()).toMatch(/could not start `sh`[^]*\/run/);
});
