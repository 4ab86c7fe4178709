import type { ImageReference } from '../catalog/reference.ts';
import { printByTag, printReference } from '../catalog/reference.ts';
import type { EngineName, SourceKind } from '../config/config.ts';
import type { ImagesProblem } from '../images/problems.ts';
import type { Place } from '../kernel/place.ts';
import type { EngineProblem } from './engine.ts';

/** Lines that the daemon, the kernel or a program said; shown below the message. */
type Said = readonly string[];

function detailed(problem: EngineProblem, said: Said): EngineProblem {
  return said.length === 0 ? problem : { ...problem, detail: said };
}

/** Whose program a hint names: what one of them makes of images and logins is not the other's. */
export type ContainerEngine = Exclude<EngineName, 'embedded'>;

const START_IT: Readonly<Record<ContainerEngine, string>> = {
  docker:
    'start it with `sudo systemctl start docker`, or with `sudo dockerd` where there is no systemd',
  podman:
    'start it with `systemctl --user start podman.socket`, or with `podman system service` where there is no systemd',
};

/** Nothing listens where the engine should be: `at` is the address as `DOCKER_HOST` spells it. */
export function noAnswer(
  at: string,
  saidBy: string,
  said: Said = [],
  engine: ContainerEngine = 'docker',
): EngineProblem {
  return detailed(
    {
      code: 'engine/unreachable',
      message: `no container engine answers at \`${at}\` (${saidBy})`,
      hint:
        saidBy === '`DOCKER_HOST`' || saidBy === '`CONTAINER_HOST`'
          ? `check that address; \`unset ${saidBy.replaceAll('`', '')}\` to use the engine of this machine`
          : START_IT[engine],
    },
    said,
  );
}

/** It is there, as far as can be seen, and says nothing; `patience` is in milliseconds. */
export function noAnswerInTime(engine: EngineName, patience: number, at?: string): EngineProblem {
  const where = at === undefined ? '' : ` at \`${at}\``;
  return {
    code: 'engine/unreachable',
    message: `\`${engine}\`${where} gave no answer within ${patience / 1000} s`,
    hint: 'restart it, or use another: `tackle --engine NAME …`',
  };
}

/** No strategy found a trace of an engine; `because` holds one line for each. */
export function noneFound(because: Said): EngineProblem {
  return detailed(
    {
      code: 'engine/unreachable',
      message: 'no container engine was found on this machine',
      hint: `on Linux \`sudo apt-get install bubblewrap\` is enough; if Docker is there, ${START_IT.docker}`,
    },
    because,
  );
}

const OPEN_IT: Readonly<Record<ContainerEngine, string>> = {
  docker:
    'run `sudo usermod -aG docker $USER` and log in again, or use a rootless engine: `dockerd-rootless-setuptool.sh install`',
  podman: 'use a Podman of your own, which needs no rights: `unset CONTAINER_HOST`',
};

/** The socket is there and the caller may not open it. */
export function permissionDenied(
  socket: string,
  engine: ContainerEngine = 'docker',
): EngineProblem {
  return {
    code: 'engine/permission-denied',
    message: `you may not open the container engine's socket \`${socket}\``,
    hint: OPEN_IT[engine],
  };
}

/** What was asked for cannot work as it is written: an address, a context, an engine's name. */
export function unusable(
  message: string,
  more: { readonly hint?: string; readonly place?: Place; readonly said?: Said } = {},
): EngineProblem {
  const { hint, place, said = [] } = more;
  return detailed(
    {
      code: 'engine/unusable',
      message,
      ...(hint !== undefined && { hint }),
      ...(place !== undefined && { place }),
    },
    said,
  );
}

/** The registry answered, and has no such image. */
export function imageNotFound(
  reference: ImageReference,
  said: Said = [],
  engine: ContainerEngine = 'docker',
): EngineProblem {
  const { registry } = reference;
  return detailed(
    {
      code: 'engine/image-not-found',
      message: `the image \`${printReference(reference)}\` does not exist, or \`${registry}\` hides it from those who are not logged in`,
      hint: `check the name and the tag; for a private image, \`${engine} login ${registry}\``,
    },
    said,
  );
}

/** What is here under the name of a locked image is another. @param hint how to get the right one */
export function imageDiffers(
  image: string,
  { locked, here }: { readonly locked: string; readonly here: string },
  hint: string,
): EngineProblem {
  return {
    code: 'engine/image-differs',
    message: `the image \`${image}\` is locked as \`${locked}\`, and what is here is \`${here}\``,
    hint,
  };
}

/** A lock that somebody has edited, or put together out of two. */
export function baseNotLocked(dockerfile: string, image: string): EngineProblem {
  return unusable(
    `\`tackle.lock\` does not say what \`${image}\` is, which \`${dockerfile}\` builds on`,
    { hint: 'lock it again: `tackle update`' },
  );
}

/** The registry did not answer. */
export function registryUnreachable(reference: ImageReference, said: Said = []): EngineProblem {
  const { registry } = reference;
  return detailed(
    {
      code: 'engine/registry-unreachable',
      message: `the registry \`${registry}\` cannot be reached, and \`${printByTag(reference)}\` is not on this machine`,
      hint: 'check the network and the proxy of the container engine, then try again',
    },
    said,
  );
}

/** The registry wants to know who asks, or forbids it. */
export function registryDenied(
  reference: ImageReference,
  said: Said = [],
  engine: ContainerEngine = 'docker',
): EngineProblem {
  const { registry } = reference;
  return detailed(
    {
      code: 'engine/registry-denied',
      message: `the registry \`${registry}\` refuses to give \`${printByTag(reference)}\``,
      hint: `log in with \`${engine} login ${registry}\``,
    },
    said,
  );
}

/** The disk under the engine is full: `task` is what could not be done, such as ``pull `x` ``. */
export function noSpace(
  task: string,
  said: Said = [],
  engine: ContainerEngine = 'docker',
): EngineProblem {
  return detailed(
    {
      code: 'engine/no-space',
      message: `the container engine's disk is full: could not ${task}`,
      hint: `see what takes the room with \`${engine} system df\`, and free some with \`${engine} system prune\``,
    },
    said,
  );
}

/** A build ran and failed; `said` holds its last lines. */
export function buildFailed(subject: string, said: Said): EngineProblem {
  return detailed({ code: 'engine/build-failed', message: `building \`${subject}\` failed` }, said);
}

/** The tool was running, and the engine no longer knows of it. */
export function lost(command: string, said: Said = []): EngineProblem {
  return detailed(
    {
      code: 'engine/lost',
      message: `\`${command}\` was lost: its container or sandbox ended before it did`,
      hint: 'run it again; if it happens again, see what the engine says (`docker events`, `podman events`)',
    },
    said,
  );
}

/** The caller gave up: `task` is what was being done, such as ``pulling `x` ``. */
export function interrupted(task: string): EngineProblem {
  return { code: 'engine/interrupted', message: `interrupted while ${task}` };
}

/** The engine answered with an error that no other problem describes. */
export function failed(task: string, said: Said): EngineProblem {
  return detailed(
    { code: 'engine/failed', message: `the container engine could not ${task}` },
    said,
  );
}

/** About one kind of source alone: an image from elsewhere, or an image built here. */
const SOURCE_CODES: readonly (EngineProblem | ImagesProblem)['code'][] = [
  'engine/image-not-found',
  'engine/registry-unreachable',
  'engine/registry-denied',
  'images/builder-missing',
  'images/mirror-unreachable',
  'images/npm-unreachable',
];

/**
 * The same problem, with a hint that names the toolbox's other sources when it is about the one in use.
 * Tackle never switches to one of them by itself.
 */
export function offerOtherSources<P extends EngineProblem | ImagesProblem>(
  problem: P,
  alternatives: readonly SourceKind[],
): P {
  if (alternatives.length === 0 || !SOURCE_CODES.includes(problem.code)) return problem;
  const words = alternatives.map((kind) => `\`tackle --source ${kind} …\``).join(' or ');
  const instead = `this toolbox has another source: ${words}`;
  return {
    ...problem,
    hint: problem.hint === undefined ? instead : `${problem.hint}; or ${instead}`,
  };
}
