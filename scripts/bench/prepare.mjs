// The image, and what is to be measured, in groups: one tool as one caller.
import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../setup/child.mjs';
import { dockerVersion, startContainer } from './docker.mjs';
import * as launches from './launches.mjs';
import { machineFacts, ordinaryUser, programAt } from './machine.mjs';
import { placeRecorder, recordedArguments } from './sandbox.mjs';

/** @param undo gets what is to be done in the end */
export async function prepare(stage, undo) {
  const bwrap = programAt('bwrap');
  const docker = dockerVersion();
  const machine = machineFacts(bwrap, docker);
  const me = stage.caller('root');
  const user = stage.caller('user', ordinaryUser());
  await makeImage(stage, me, docker !== undefined);
  // Root may use what is the user's, and so both have the same files.
  user.own(stage.store);

  const notes = docker === undefined ? ['`docker` does not answer here, and is left out'] : [];
  const groups = [];
  for (const caller of [me, user]) {
    for (const tool of launches.TOOLS) {
      const sandbox = record(stage, caller, tool, bwrap);
      if (sandbox.failed !== undefined && caller === me) throw new Error(sandbox.failed);
      const title = `${tool.title}, ${caller === me ? 'as root' : 'as an ordinary user'}`;
      if (sandbox.failed !== undefined) notes.push(`${title}, is left out: ${sandbox.failed}`);
      else groups.push({ title, tool, caller, launches: own(stage, caller, tool, bwrap, sandbox) });
    }
    groups.find((group) => group.caller === caller)?.launches.push(launches.bareNode(caller));
  }
  if (docker !== undefined) {
    const image = imageInDocker(stage, me);
    const container = startContainer(image);
    undo.push(container.stop);
    for (const { tool, launches: ways } of groups.filter(({ caller }) => caller === me)) {
      ways.push(launches.throughDockerExec(tool, container.name));
      ways.push(launches.throughDockerRun(tool, image));
    }
  }
  return { groups, machine: [...machine, ...notes] };
}

/** In the store, and before that in Docker, which gives it. */
async function makeImage(stage, { env, options }, isInDocker) {
  const making = async (engine, more) => {
    // Whoever fetches packages may need settings that no launch is given.
    const given = { ...options, env: { ...process.env, ...env, ...more } };
    const status = await run(stage.tackle, ['--engine', engine, 'true'], given);
    if (status !== 0) throw new Error(`there is no image: status ${status}`);
  };
  if (isInDocker) await making('docker', { HOME: process.env.HOME });
  await making('embedded', {});
}

function own(stage, caller, tool, bwrap, { args }) {
  const nothing = openSync('/dev/null', 'r');
  return [
    launches.throughChroot(tool, caller, programAt('chroot'), stage.unpackedImage()),
    launches.inSandbox(tool, caller, bwrap, args, nothing),
    launches.throughTackle(tool, caller, stage.tackle),
  ];
}

function record(stage, caller, tool, bwrap) {
  const recorder = join(caller.path, `recorder-of-${tool.words[0]}`);
  placeRecorder(recorder, bwrap);
  caller.own(recorder);
  const { status, stderr } = spawnSync(stage.tackle, ['--engine', 'embedded', ...tool.words], {
    ...caller.options,
    env: { ...caller.env, PATH: `${recorder}:${caller.env.PATH}` },
    encoding: 'utf8',
  });
  if (status === 0) return { args: recordedArguments(recorder) };
  return { failed: stderr.split('\n')[0] };
}

/** The last word of what Docker would be asked, where there are no arguments. */
function imageInDocker(stage, { options }) {
  const asked = ['plan', '--as', 'docker', 'true'];
  const { stdout } = spawnSync(stage.tackle, asked, { ...options, encoding: 'utf8' });
  return stdout.trim().split(' ').at(-1);
}
