import type { ContainerEngine } from '../problems.ts';

/** What engines that speak the Docker API do each in a way of their own, as data: nothing else asks which one it is. */
export interface Dialect {
  readonly engine: ContainerEngine;
  /** What launch ids begin with: engines share the directory of launches, and each looks for its own containers. */
  readonly idPrefix: string;
  /** What the names of images begin with that are built here. */
  readonly ownNames: string;
  /** Who says what digest a tag has: the engine (`GET /distribution/{name}/json`), or nobody but the registry. */
  readonly digests: 'from the engine' | 'from the registry';
  /**
   * Who carries the bytes of the tool's streams: the engine, a connection to `/attach` for each; or init, on its link.
   */
  readonly streams: 'attached' | 'on the link';
  /** Paths that `HostConfig.Mounts` cannot say, and `Binds` can unless there is a colon in them. */
  readonly pathsForBinds?: RegExp;
  /** Whether limits on memory and processors hold, or only where somebody has delegated a cgroup. */
  readonly limits: 'always given' | 'as delegated';
  /** Variables that the engine gives to every container, besides HOME and HOSTNAME. */
  readonly addedVariables: readonly string[];
  /** `ps_args` of `GET /containers/{id}/top`, where those that are meant without any give no columns. */
  readonly columnsOfTop?: string;
  /** `HostConfig.UsernsMode`: how the ids inside relate to those outside. */
  readonly userNamespace?: 'keep-id';
}

export const DOCKER: Dialect = {
  engine: 'docker',
  idPrefix: '',
  ownNames: '',
  digests: 'from the engine',
  streams: 'attached',
  limits: 'always given',
  addedVariables: [],
};

/** Podman gives containers those of the process that serves (`http_proxy` of containers.conf). */
const PROXIES = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'all_proxy'].flatMap(
  (name) => [name, name.toUpperCase()],
);

/** Podman as root's service (4.3 and later). */
export const PODMAN: Dialect = {
  engine: 'podman',
  idPrefix: 'p',
  // A name without a registry is looked for on the Hub, or in whatever registries.conf says.
  ownNames: 'localhost/',
  digests: 'from the registry',
  // Its /attach sends every output on each connection, and whoever reads one of them slowly holds up all.
  streams: 'on the link',
  // Each of `Mounts` becomes a line of CSV, with nothing quoted in it.
  pathsForBinds: /[,"\n\r]/,
  limits: 'always given',
  addedVariables: ['TERM', 'container', ...PROXIES],
  // Its own ps knows these names. Without them it starts one of the machine's, and 4.3 leaves each of its lines in one piece.
  columnsOfTop: 'pid,ppid,args',
};

/** Podman as an ordinary user's: without `keep-id`, that user is root inside, and everybody else a subordinate id. */
export const ROOTLESS_PODMAN: Dialect = {
  ...PODMAN,
  limits: 'as delegated',
  userNamespace: 'keep-id',
};

/** As far as it can be told without asking who answers. */
export const DIALECTS: Readonly<Record<Dialect['engine'], Dialect>> = {
  docker: DOCKER,
  podman: PODMAN,
};
