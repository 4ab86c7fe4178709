// Whatever is measured stands on: the image in each engine, callers, and containers to compare with.
import { spawnSync } from 'node:child_process';
import { run } from '../setup/child.mjs';
import * as containers from './containers.mjs';
import { startDevcontainer } from './devcontainer.mjs';
import { machineFacts, ordinaryUser, programAt } from './machine.mjs';
import { startPodman } from './podman.mjs';

/** @param undo gets what is to be done in the end, last first */
export async function prepare(stage, undo) {
  const notes = [];
  const docker = { program: 'docker', options: {} };
  const dockerVersion = containers.versionOf(docker, '{{.Server.Version}}');
  const bwrap = programAt('bwrap');
  const [root, user, newcomer] = [
    stage.caller('root'),
    stage.caller('user', ordinaryUser()),
    stage.caller('new'),
  ];
  const stand = { stage, notes, root, newcomer, chroot: programAt('chroot') };
  if (dockerVersion === undefined) notes.push('`docker` does not answer here, and is left out');
  else stand.docker = await dockerOf(stand, docker, undo);
  await makeImage(stand, root.withEngine('embedded'));
  stand.image = stage.unpackedImage();
  // Root may use what is the user's, and so both have the same files.
  user.own(stage.store);
  const failed = trial(stage, user);
  if (failed === undefined) stand.user = user;
  else notes.push(`an ordinary user is left out: ${failed}`);
  const podman = await podmanOf(stand, undo);
  if (stand.docker !== undefined) {
    const { cli, image } = stand.docker;
    const started = startDevcontainer(stage, cli, image, undo);
    if (started.because === undefined) stand.devcontainer = started;
    else notes.push(`\`devcontainer exec\` is left out: ${started.because}`);
  }
  const versions = { Docker: dockerVersion, Podman: podman };
  return { stand, machine: machineFacts(bwrap, versions) };
}

async function dockerOf(stand, cli, undo) {
  const { root, newcomer } = stand;
  const options = root.withEngine('docker');
  const image = imageOf(stand);
  const wasThere = containers.namesOf(cli, image).length > 0;
  if (!wasThere) undo.push(() => containers.removeImage(cli, image));
  await makeImage(stand, { ...options, env: { ...options.env, HOME: process.env.HOME } });
  for (const { project } of [root, newcomer])
    undo.push(() => containers.endWarmContainers(cli, project));
  const idle = containers.startIdle(cli, image, root.project);
  undo.push(idle.stop);
  return { cli, image, idle: idle.name };
}

/** @returns the version, or nothing where it is left out */
async function podmanOf(stand, undo) {
  const { root, docker, notes } = stand;
  const { because, cli, env } = await startPodman(stand.stage, undo);
  if (because !== undefined) {
    notes.push(`Podman is left out: ${because}`);
    return undefined;
  }
  const image = `localhost/${imageOf(stand)}`;
  if (docker !== undefined) copyImage(docker, cli, image);
  try {
    await makeImage(stand, root.withEngine('podman', env));
  } catch (error) {
    notes.push(`Podman is left out: ${error.message}`);
    return undefined;
  }
  stand.podman = { cli, env, image };
  return containers.versionOf(cli, '{{.Client.Version}}');
}

/** What is not there afterwards, Tackle makes. */
function copyImage(docker, podman, name) {
  const line = `docker save "$1" | podman load --quiet && podman tag "$1" "$2"`;
  spawnSync('sh', ['-c', line, 'sh', docker.image, name], { ...podman.options, stdio: 'ignore' });
}

async function makeImage({ stage }, options) {
  // Whoever fetches packages may need settings that no launch is given.
  const given = { ...options, env: { ...process.env, ...options.env } };
  const status = await run(stage.tackle, ['run', '--', 'true'], given);
  if (status !== 0) throw new Error(`there is no image: status ${status}`);
}

/** Why an ordinary user cannot have a sandbox on this machine; nothing where they can. */
function trial(stage, user) {
  const options = { ...user.withEngine('embedded'), encoding: 'utf8' };
  const { status, stderr } = spawnSync(stage.tackle, ['run', '--', 'true'], options);
  return status === 0 ? undefined : stderr.split('\n')[0];
}

/** What Docker would be asked for: the last word, where there are no arguments. */
function imageOf({ stage, root }) {
  const asked = ['plan', '--as', 'docker', 'true'];
  const { stdout } = spawnSync(stage.tackle, asked, { ...root.options, encoding: 'utf8' });
  return stdout.trim().split(' ').at(-1);
}
