import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { PruneListing } from '../../src/cli/prune-listing.ts';
import type { PsListing } from '../../src/cli/ps-listing.ts';
import { rig } from '../rig/rig.ts';
import { runTackle, startTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { endWarmContainers, warmContainers } from '../rig/warm-containers.ts';
import { ShimmedProject } from './shimmed-project.ts';

/* Those of other tests are left to the end of the run. */
beforeAll(() => endWarmContainers(rig()));

/* `tackle ps` and `tackle down`, of containers that shims keep; and what `tackle prune` would remove. */

/** What Tackle says in the project, or at another place. */
async function tackle(project: ShimmedProject, args: readonly string[], cwd = project.path) {
  const ended = await runTackle(args, { cwd, env: { ...project.env } });
  return { status: ended.status, out: ended.stdout.toString(), err: ended.stderr.toString() };
}

async function listed(project: ShimmedProject, cwd?: string): Promise<PsListing['containers']> {
  const all = cwd === undefined ? [] : ['--all'];
  const { out } = await tackle(project, ['ps', ...all, '--json'], cwd);
  return (JSON.parse(out) as PsListing).containers;
}

test('a container that is kept is listed with what runs in it, and ended when nothing does', async () => {
  await using project = new ShimmedProject('docker');
  expect(await tackle(project, ['ps'])).toMatchObject({ status: 0, out: 'no container runs\n' });

  const tool = project.start('sh', ['-c', 'echo there; while [ ! -e go ]; do sleep 0.1; done']);
  await tool.out.until('there\n');
  expect(await listed(project)).toEqual([
    {
      ...{ engine: 'docker', toolbox: 'kit', project: project.path, life: 'kept' },
      id: expect.any(String) as string,
      made: expect.any(String) as string,
      tools: [expect.stringMatching(/^sh -c echo there/) as string],
    },
  ]);
  const stays = await tackle(project, ['down']);
  expect(stays).toMatchObject({ status: 0, out: '' });
  expect(stays.err).toContain(`kit of ${project.path} stays: \`sh -c echo there`);
  expect(await warmContainers(rig())).toHaveLength(1);

  // Launches still find it.
  expect(await project.run('sh', ['-c', 'touch go; exit 3'])).toMatchObject({ status: 3 });
  expect(await tool.ran).toMatchObject({ status: 0 });
  expect(await warmContainers(rig())).toHaveLength(1);
  const down = await tackle(project, ['down']);
  expect(down).toEqual({ status: 0, out: `ended kit of ${project.path}\n`, err: '' });
  expect(await warmContainers(rig())).toEqual([]);
  expect(await listed(project)).toEqual([]);
  expect(await project.run('sh', ['-c', 'exit 4'])).toMatchObject({ status: 4 });
});

test('a container that is in use is ended where that is asked for, and so is its tool', async () => {
  await using project = new ShimmedProject('docker');
  const tool = project.start('sh', ['-c', 'echo there; exec sleep 1000']);
  await tool.out.until('there\n');
  const elsewhere = join(project.path, '..');
  expect(await tackle(project, ['down', '--force'], elsewhere)).toEqual({
    ...{ status: 0, out: '' },
    err: 'tackle: no container is kept, so there is nothing to end\n',
  });
  expect(await listed(project, elsewhere)).toHaveLength(1);
  const down = await tackle(project, ['down', '--all', '--force'], elsewhere);
  expect(down).toMatchObject({ status: 0, err: '' });
  expect((await tool.ran).status).toBe(125);
  expect(await warmContainers(rig())).toEqual([]);
});

test('sandboxes of launches are listed, however they were launched, and left alone', async () => {
  await using project = new ShimmedProject('embedded');
  const script = 'echo there; while [ ! -e go ]; do sleep 0.1; done';
  const byShim = project.start('sh', ['-c', script]);
  await byShim.out.until('there\n');
  const byTackle = startTackle(['sh', '-c', script], { cwd: project.path, env: project.env });
  const closed = once(byTackle, 'close');
  await once(byTackle.stdout, 'data');
  const row = {
    ...{ engine: 'embedded', toolbox: 'kit', project: project.path, life: 'one launch' },
    id: expect.stringMatching(/^\d+$/) as string,
    made: expect.any(String) as string,
    tools: [expect.stringMatching(/^sh -c echo there/) as string],
  };
  const rows = await listed(project);
  expect(rows).toEqual([row, row]);
  for (const { made } of rows) expect(Date.now() - Date.parse(made)).toBeLessThan(600_000);
  expect(await tackle(project, ['down', '--force'])).toEqual({
    status: 0,
    out: '',
    err: 'tackle: no container is kept, so there is nothing to end\n',
  });
  writeFileSync(join(project.path, 'go'), '');
  expect(await byShim.ran).toMatchObject({ status: 0 });
  await closed;
  expect(await listed(project)).toEqual([]);
});

test('what a project that is gone has left is shown, and then removed', async () => {
  // The machine's engines are not looked at: others are at work there.
  const nowhere = { DOCKER_HOST: 'unix:///nowhere.sock', CONTAINER_HOST: 'unix:///nowhere.sock' };
  await using project = new ShimmedProject('docker');
  const cwd = project.runtime;
  const env = { ...project.env, XDG_DATA_HOME: join(project.runtime, 'data') };
  const prune = async (...args: readonly string[]) => {
    const own = { ...env, ...nowhere };
    const { status, stdout } = await runTackle(['prune', '--json', ...args], { cwd, env: own });
    const { rows } = JSON.parse(stdout.toString()) as PruneListing;
    expect(status).toBe(0);
    return rows.filter(({ what }) => what === project.path).map(({ kind }) => kind);
  };
  expect(await project.run('sh', ['-c', 'exit 3'])).toMatchObject({ status: 3 });
  expect(await runTackle(['env'], { cwd: project.path, env })).toMatchObject({ status: 0 });
  expect(await prune('--dry-run')).toEqual([]);
  rmSync(project.path, { recursive: true });
  expect(await prune('--dry-run')).toEqual(['prepared', 'shims']);
  expect(await prune()).toEqual(['prepared', 'shims']);
  expect(await prune()).toEqual([]);
});

test('an image that a lock has stays for as long as it does, or is named', async () => {
  using place = scratch('locked');
  const at = (...names: readonly string[]) => join(place.path, ...names);
  mkdirSync(at('project'));
  const kit = `image: '${rig().kit.tag}', network: none, commands: [cat]`;
  writeFileSync(at('project/tackle.yaml'), `toolboxes:\n  kit: {${kit}}\n`);
  const env = {
    ...{ TACKLE_ENGINE: 'embedded', TACKLE_IMAGE_STORE: at('store'), TACKLE_TRUST: '' },
    ...{ XDG_CACHE_HOME: at('cache'), XDG_DATA_HOME: at('data') },
    ...{ DOCKER_HOST: 'unix:///nowhere.sock', CONTAINER_HOST: 'unix:///nowhere.sock' },
  };
  const tackle = async (cwd: string, ...args: readonly string[]) => {
    const { status, stdout } = await runTackle(['--quiet', ...args], { cwd, env });
    expect(status).toBe(0);
    return stdout.toString();
  };
  const images = async (cwd: string, ...args: readonly string[]) => {
    const { rows } = JSON.parse(await tackle(cwd, 'prune', '--json', ...args)) as PruneListing;
    return rows.filter(({ kind }) => kind === 'images').map(({ what }) => what);
  };
  await tackle(at('project'), 'trust', '--yes');
  await tackle(at('project'), 'lock');
  await tackle(at('project'), 'cat', 'tackle.yaml');
  const [image = ''] = readdirSync(at('store/images'));
  const longAgo = new Date(Date.now() - 100 * 24 * 60 * 60 * 1000);
  utimesSync(at('store/images', image, 'image.json'), longAgo, longAgo);

  for (const cwd of [at('project'), '/']) {
    expect(await images(cwd)).toEqual([]);
    expect(await images(cwd, '--all', '--dry-run')).toEqual([
      `${rig().kit.tag} (locked in ${at('project')})`,
    ]);
  }
  rmSync(at('project/tackle.lock'));
  expect(await images('/')).toEqual([rig().kit.tag]);
  expect(await images('/')).toEqual([]);
});
