import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CALLERS, callerCalled } from '../rig/callers.ts';
import { startPodman } from '../rig/podman.ts';
import { rig } from '../rig/rig.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

/** The first use of a toolbox builds its image. */
const PATIENCE = 300_000;

test.for(CALLERS)(
  'toolboxes of every kind run on Podman, for %s',
  { timeout: PATIENCE },
  async (who, { skip }) => {
    const caller = callerCalled(who);
    const podman = await startPodman(caller.user);
    if ('because' in podman) return skip(podman.because);
    await using _podman = podman;
    using project = scratch('kinds-on-podman');
    caller.own(project.path);
    const write = (name: string, ...lines: readonly string[]) =>
      writeFileSync(join(project.path, name), `${lines.join('\n')}\n`);
    write(
      'tackle.yaml',
      'toolboxes:',
      `  pulled: {image: '${rig().kit.tag}', commands: [uname]}`,
      '  packed: {debian: bookworm, packages: [hello], commands: [hello]}',
      '  built: {dockerfile: Dockerfile, commands: [greet]}',
    );
    write(
      'Dockerfile',
      `FROM ${rig().kit.reference}`,
      `RUN printf '#!/bin/sh\\necho greetings\\n' > /usr/bin/greet && chmod +x /usr/bin/greet`,
    );
    const { through, env } = caller.launching();
    const host = `unix://${podman.address.socketPath}`;
    for (const [command, says] of [
      ['uname', 'Linux\n'],
      ['hello', 'Hello, world!\n'],
      ['greet', 'greetings\n'],
    ] as const) {
      for (const time of ['first', 'second']) {
        const outcome = await runTackle(['--engine', 'podman', '-q', command], {
          cwd: project.path,
          through,
          env: { ...env, CONTAINER_HOST: host },
        });
        const said = outcome.stdout.toString() + outcome.stderr.toString();
        expect([time, said, outcome.status]).toEqual([time, says, 0]);
      }
    }
  },
);
