import type { Tool } from '../../src/catalog/tool.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import {
  absolutePathOf,
  commandNameOf,
  digestOf,
  toolboxNameOf,
  toolboxVersionOf,
} from '../../src/kernel/brand.ts';
import type { Place } from '../../src/kernel/place.ts';
import type { Pin } from '../../src/lock/pin.ts';
import type { Directory, ExistingArgument, HostFacts } from '../../src/plan/host-facts.ts';
import type { PlanRequest } from '../../src/plan/plan-launch.ts';

export function path(text: string): AbsolutePath {
  return absolutePathOf(text)!;
}

export function directory(physical: string, logical = physical): Directory {
  return { logical: path(logical), physical: path(physical) };
}

/** An argument that names a file; `links` are what its path becomes by symbolic links. */
export function existing(written: string, at: string, ...links: string[]): ExistingArgument {
  const names = [path(at), ...links.map(path)] as const;
  return { argument: written, written, names, kind: 'file', climbs: false };
}

export const DIGEST = digestOf(`sha256:${'a1'.repeat(32)}`)!;
export const PLACE: Place = { file: '/p/tackle.yaml', line: 1, column: 1, length: 1, text: 'x' };

export const PIN: Pin = {
  kind: 'registry',
  registry: 'docker.io',
  repository: 'library/python',
  tag: '3.8',
  digest: DIGEST,
};

/** Ada, in a project of hers, at a terminal. */
export const FACTS: HostFacts = {
  user: {
    uid: 1000,
    gid: 1000,
    groups: [],
    name: 'ada',
    group: 'ada',
    home: path('/home/ada'),
    umask: 0o022,
  },
  realHome: path('/home/ada'),
  platform: 'linux/amd64',
  env: { TERM: 'xterm-256color', PATH: '/usr/bin', LANG: 'en_GB.UTF-8', SECRET_TOKEN: 's3cret' },
  cwd: directory('/home/ada/work/proj'),
  stdio: { stdin: 'terminal', stdout: 'terminal', stderr: 'terminal' },
  caCertificates: {},
  homesDir: path('/home/ada/.local/share/tackle/homes'),
  inherited: { nice: 0 },
  existingArguments: [],
};

export const PYTHON: Tool = {
  command: commandNameOf('python3.8')!,
  toolbox: {
    name: toolboxNameOf('python')!,
    version: toolboxVersionOf('3.8')!,
    origin: 'catalogue',
  },
  asked: 'python@3.8',
  exec: ['python3'],
  source: {
    kind: 'image',
    reference: { registry: 'docker.io', repository: 'library/python', tag: '3.8' },
  },
  alternatives: [],
  network: 'host',
  env: [],
  share: [],
  limits: {},
};

/** `python3.8` in Ada's project, but for what is said otherwise. */
export function request(
  otherwise: Partial<Omit<PlanRequest, 'facts'>> & { readonly facts?: Partial<HostFacts> } = {},
): PlanRequest {
  return {
    tool: PYTHON,
    pin: PIN,
    args: [],
    project: { root: directory('/home/ada/work/proj') },
    env: [],
    share: [],
    limits: {},
    ...otherwise,
    facts: { ...FACTS, ...otherwise.facts },
  };
}

/** The same outside of any project. */
export function requestWithoutProject(otherwise: Parameters<typeof request>[0] = {}): PlanRequest {
  const { project, ...rest } = request(otherwise);
  return project === undefined ? rest : { ...rest };
}
