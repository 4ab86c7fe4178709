// What is measured: each tool, as each caller, on each way.

/** @typedef {{ name: string, title: string, program: string, args: string[], options: object, prints: string }} Launch */

export const TOOLS = [
  { title: '`true`', words: ['true'], prints: '' },
  {
    title: "`python3 -c 'print(6 * 7)'`",
    words: ['python3', '-c', 'print(6 * 7)'],
    prints: '42\n',
  },
];

/** The tool in the unpacked image, by root's `chroot`. The first of its group: the others are compared with it. */
export function throughChroot(tool, { user, options }, chroot, image) {
  // A `+` and no groups: nothing is looked up.
  const as = user ? ['--groups=', `--userspec=+${user.uid}:+${user.gid}`] : [];
  const args = [...as, image, ...tool.words];
  return launch('chroot', tool, chroot, args, { env: options.env, cwd: '/' });
}

/** As `src/engines/embedded/launch.ts` does it: the tool's own descriptors are 3, 4 and 5. */
export function inSandbox(tool, { user }, bwrap, args, nothing) {
  const stdio = ['ignore', 'ignore', 'pipe', nothing, 'pipe', 'pipe'];
  const options = { env: {}, cwd: '/', stdio, ...user };
  return { ...launch('**sandbox**', tool, bwrap, args, options), isSandbox: true };
}

export function throughTackle(tool, { options }, tackle) {
  const args = ['--engine', 'embedded', ...tool.words];
  return launch('tackle', tool, tackle, args, options);
}

export function bareNode({ options }) {
  return launch(
    '`node -e 0`, for comparison',
    { words: [], prints: '' },
    process.execPath,
    ['-e', '0'],
    options,
  );
}

export function throughDockerExec(tool, container) {
  return launch('`docker exec`', tool, 'docker', ['exec', container, ...tool.words], {});
}

export function throughDockerRun(tool, image) {
  const args = ['run', '--rm', '--network', 'host', image, ...tool.words];
  return launch('`docker run --rm --network host`', tool, 'docker', args, {});
}

/** @returns {Launch} */
function launch(name, { words, prints }, program, args, options) {
  return { name, title: [name, ...words].join(' '), program, args, options, prints };
}
