import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownAccount } from '../../host/account.ts';
import { homeDir } from '../../host/directories.ts';
import { variable } from '../../host/environment.ts';
import { findProgram, placesOfProgram } from '../../host/find-program.ts';
import type { AbsolutePath } from '../../kernel/brand.ts';
import { absolutePathOf } from '../../kernel/brand.ts';
import type { EngineProblem } from '../engine.ts';
import type { Environment, Finding } from '../finding.ts';
import { unusable } from '../problems.ts';
import { parseDockerHost } from './host-text.ts';
import { notAnAddress } from './address-problems.ts';
import { lookAmong, lookAt } from './look.ts';

/**
 * The strategy for Podman: where `CONTAINER_HOST` says, else the socket of a service, else the program itself, which a
 * launch then starts as a service. An ordinary user's Podman is rootless; the service of root's is for root.
 */
export async function lookForPodman(env: Environment): Promise<Finding> {
  const said = variable(env, 'CONTAINER_HOST');
  if (said !== undefined) return lookWhereSaid(said, env);
  const service = await lookAmong(usualSockets(env), env, 'podman');
  if (service.kind === 'usable') return service;
  const program = process.platform === 'linux' ? findProgram('podman', env) : undefined;
  if (program === undefined) {
    return service.kind === 'unusable'
      ? service
      : { ...service, because: `${service.because}, and no \`podman\` on PATH` };
  }
  const problem = isRoot() ? undefined : whyNotRootless(env);
  if (problem !== undefined) return { kind: 'unusable', because: problem };
  return {
    kind: 'usable',
    at: program,
    ...(mayHaveImages(env) && {
      donor: async () => (await import('./podman-donor.ts')).podmanDonor(program),
      containers: async (signal) => {
        const { podmansOwnContainers } = await import('./podmans-own-containers.ts');
        return await podmansOwnContainers(program, env, signal);
      },
    }),
    version: async (signal) => (await import('./podman-version.ts')).podmanVersion(program, signal),
    open: async (settings) =>
      (await import('./open-on-demand.ts')).openOnDemand(program, env, settings),
  };
}

export function placesOfPodman(env: Environment): readonly string[] {
  return [...usualSockets(env), ...placesOfProgram('podman', env)];
}

/** `unix://PATH`, as podman(1) has it. Another machine's has none of the caller's files. */
async function lookWhereSaid(text: string, env: Environment): Promise<Finding> {
  const place = { file: 'CONTAINER_HOST', line: 1, column: 1, length: text.length, text };
  const host = parseDockerHost(text);
  if (host?.kind === 'socket')
    return lookAt({ ...host, saidBy: '`CONTAINER_HOST`' }, env, 'podman');
  const because =
    host === undefined
      ? notAnAddress(text, '`CONTAINER_HOST`', place)
      : unusable('tackle speaks to Podman over a unix socket alone (`CONTAINER_HOST`)', {
          hint: '`unset CONTAINER_HOST` to use the Podman of this machine',
          place,
        });
  return { kind: 'unusable', because, asked: true };
}

/** Where systemd opens them (`podman.socket`). */
function usualSockets(env: Environment): readonly AbsolutePath[] {
  const runtime = isRoot() ? '/run' : (variable(env, 'XDG_RUNTIME_DIR') ?? `/run/user/${ownUid()}`);
  return [absolutePathOf(`${runtime}/podman/podman.sock`)].filter((path) => path !== undefined);
}

function isRoot(): boolean {
  return ownUid() === 0;
}

function ownUid(): number | undefined {
  return process.geteuid?.();
}

/** Rootless Podman needs further ids for whoever is in an image, and a setuid program that hands them out. */
function whyNotRootless(env: Environment): EngineProblem | undefined {
  if (findProgram('newuidmap', env) === undefined) {
    return unusable('Podman needs `newuidmap` to run without root', {
      hint: 'run `sudo apt-get install uidmap`',
    });
  }
  const uid = String(ownUid());
  const name = ownAccount()?.username;
  const hasIds = (file: string) =>
    readText(file)
      .split('\n')
      .some((line) => [name, uid].includes(line.split(':')[0]));
  // A directory service may hand out ids, too (`subid: sss` of nsswitch.conf).
  const isElsewhere = /^subid:/m.test(readText('/etc/nsswitch.conf'));
  if (isElsewhere || (hasIds('/etc/subuid') && hasIds('/etc/subgid'))) return undefined;
  // Without an account there is nobody to give them to.
  const hint = `run \`sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${name}\``;
  return unusable(
    `Podman has no subordinate ids for \`${name ?? uid}\``,
    name === undefined ? {} : { hint },
  );
}

/**
 * Whether it has ever been used, as far as can be seen. A rootless Podman that is asked anything makes its storage, and
 * leaves a process that holds the user's namespace.
 */
function mayHaveImages(env: Environment): boolean {
  if (isRoot() || env['CONTAINERS_STORAGE_CONF'] !== undefined) return true;
  const home = homeDir(env);
  const data = variable(env, 'XDG_DATA_HOME') ?? join(home, '.local/share');
  const config = variable(env, 'XDG_CONFIG_HOME') ?? join(home, '.config');
  const signs = [
    join(data, 'containers/storage'),
    join(config, 'containers/storage.conf'),
    '/etc/containers/storage.conf',
  ];
  return signs.some((path) => existsSync(path));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
