// What is measured, in groups: their launches take turns, and are compared with the first.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cProject } from './c-project.mjs';
import { endWarmContainers } from './containers.mjs';
import { findProgram } from '../setup/programs.mjs';
import * as through from './ways.mjs';

export const TOOLS = [
  { title: '`true`', words: ['true'], prints: '' },
  {
    title: "`python3 -c 'print(6 * 7)'`",
    words: ['python3', '-c', 'print(6 * 7)'],
    prints: '42\n',
  },
];

/** How many rounds count where those of the first groups have one. */
const SHARE = { launch: 1, first: 0.4, streams: 0.4, many: 0.1, compile: 0.1 };

/** @returns groups, and notes of what is left out */
export function groupsOf(stand, rounds) {
  const groups = [
    ...launchGroups(stand, stand.root, 'as root', rootsWays(stand)),
    ...(stand.user ? launchGroups(stand, stand.user, 'as an ordinary user', []) : []),
    ...firstUse(stand),
    ...streams(stand),
    ...many(stand),
    ...compile(stand),
  ];
  return groups.map((group) => ({
    ...group,
    rounds: Math.max(1, Math.round(rounds * SHARE[group.kind])),
    warmUp: group.kind === 'launch' ? 4 : 1,
  }));
}

function launchGroups(stand, caller, title, more) {
  const engines = caller === stand.root && stand.docker ? ['docker', 'embedded'] : ['embedded'];
  const typed = [through.throughTackle, through.throughNode].flatMap((through) =>
    engines.map((engine) => through(caller, engine, stand.stage.tackle)),
  );
  const ways = [native(stand, caller), ...shims(stand, caller), ...typed, ...more];
  return TOOLS.map((tool) => ({
    kind: 'launch',
    title: `${tool.title}, ${title}`,
    launches: [...ways.map((way) => through.launch(way, tool)), through.bareNode(caller)],
  }));
}

function rootsWays({ docker, podman, devcontainer }) {
  const run = ({ cli, image }, engine, network) => through.throughRun(cli, engine, image, network);
  return [
    ...(docker ? [through.throughDockerExec(docker.cli, docker.idle)] : []),
    ...(docker ? ['host', 'bridge'].map((network) => run(docker, 'docker', network)) : []),
    ...(podman ? [run(podman, 'podman', 'host')] : []),
    ...(devcontainer ? [through.throughDevcontainer(devcontainer)] : []),
  ];
}

function native({ chroot, image }, caller) {
  return through.throughChroot(caller, chroot, image);
}

/** Of an ordinary user sandboxes alone: the daemon of Docker is root's, and this Podman too. */
function shims({ docker, podman, root }, caller) {
  const isRoot = caller === root;
  return [
    ...(isRoot && docker ? [through.throughShim(caller, 'docker')] : []),
    through.throughShim(caller, 'embedded'),
    ...(isRoot && podman ? [through.throughShim(caller, 'podman', podman.env)] : []),
  ];
}

/** Before each nothing is prepared and no container is warm; the image is there. */
function firstUse(stand) {
  const { docker, podman, newcomer } = stand;
  if (docker === undefined) return [];
  const [tool] = TOOLS;
  const clis = { docker: docker.cli, podman: podman?.cli };
  const first = (way, engine) => ({
    ...through.launch({ ...way, name: `first use of a ${way.name}` }, tool),
    beforehand: () => {
      if (clis[engine] !== undefined) endWarmContainers(clis[engine], newcomer.project);
      newcomer.forget(engine);
    },
  });
  const run = (cli, engine, image) =>
    through.launch(through.throughRun(cli, engine, image, 'host'), tool);
  const launches = [
    run(docker.cli, 'docker', docker.image),
    first(through.throughShim(newcomer, 'docker'), 'docker'),
    first(through.throughShim(newcomer, 'embedded'), 'embedded'),
  ];
  if (podman !== undefined) {
    launches.push(run(podman.cli, 'podman', podman.image));
    launches.push(first(through.throughShim(newcomer, 'podman', podman.env), 'podman'));
  }
  return [{ kind: 'first', title: 'First use', launches }];
}

const GIB = 1024 ** 3;

function streams(stand) {
  const file = join(stand.stage.path, 'bytes');
  writeBytes(file);
  const said = `${GIB}\n`;
  const titled = [
    ['1 GiB from a pipe into `cat`', 'cat "$FILE" | "$@" >/dev/null', ''],
    ['1 GiB from a file through `cat` into a pipe', '"$@" <"$FILE" | wc -c', said],
  ];
  return titled.map(([title, line, prints]) => ({
    kind: 'streams',
    title,
    launches: waysOfRoot(stand).map((way) =>
      through.launchInShell(way, { words: ['cat'], prints, line, variables: { FILE: file } }),
    ),
  }));
}

function writeBytes(file) {
  const piece = Buffer.alloc(1024 ** 2, 'bytes of no importance\n');
  for (let at = 0; at < GIB; at += piece.length) writeFileSync(file, piece, { flag: 'a' });
}

export const LAUNCHES = 200;

function many(stand) {
  return [1, 8, 50].map((parallel) => ({
    kind: 'many',
    title: `${LAUNCHES} launches of \`true\`, ${parallel} at a time`,
    launches: waysOfRoot(stand).map((way) =>
      through.launchInShell(way, {
        words: ['true'],
        prints: '',
        line: `seq ${LAUNCHES} | xargs -n 1 -P ${parallel} "$@"`,
      }),
    ),
  }));
}

function waysOfRoot(stand) {
  return [native(stand, stand.root), ...shims(stand, stand.root)];
}

export const MODULES = 120;

function compile(stand) {
  const { root, chroot, image } = stand;
  if (findProgram('make') === undefined) {
    stand.notes.push('`make` is not installed, and the C project is not built');
    return [];
  }
  const directory = join(root.project, 'c');
  mkdirSync(directory);
  for (const [name, text] of cProject(MODULES)) writeFileSync(join(directory, name), text);
  const clean = () => {
    for (const name of readdirSync(directory))
      if (name.endsWith('.o') || name === 'program') rmSync(join(directory, name));
  };
  const jobs = `-j${2 * availableParallelism()}`;
  // In a mount namespace of its own the image has the project, devices, and a /tmp of memory as a container does.
  const enter = `mount --bind . "$IMAGE/mnt" && mount --bind /dev "$IMAGE/dev" && mount -t tmpfs none "$IMAGE/tmp" &&
exec "$CHROOT" "$IMAGE" sh -c 'cd /mnt && exec make "$@"' make ${jobs}`;
  const natively = {
    ...{ name: '`make` in a chroot', title: 'make in a chroot', prints: '', beforehand: clean },
    ...{ program: 'unshare', args: ['--mount', 'sh', '-c', enter] },
    options: { ...root.options, cwd: directory },
  };
  natively.options.env = { ...root.options.env, IMAGE: image, CHROOT: chroot };
  const shimmed = shims(stand, root).map((way) => ({
    ...{ name: way.name, title: `make with gcc as a ${way.name}`, prints: '', beforehand: clean },
    ...{ program: 'make', args: [jobs, `CC=${join(root.shims, 'gcc')}`] },
    options: { ...way.options, cwd: directory },
  }));
  const title = `${MODULES + 1} files of C built by \`make ${jobs}\``;
  return [{ kind: 'compile', title, launches: [natively, ...shimmed] }];
}
