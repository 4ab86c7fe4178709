// The ways in which a tool of the image is run: what stands before its words.
import { join } from 'node:path';

/**
 * @typedef {{ name: string, before: (words: readonly string[]) => readonly string[], options: object }} Way
 * @typedef {{ name: string, title: string, program: string, args: readonly string[], options: object, prints: string }} Launch
 */

/** The tool in the unpacked image, by root's `chroot`: natively, as nothing is around it there. */
export function throughChroot({ user, options }, chroot, image) {
  // A `+` and no groups: nothing is looked up.
  const as = user ? ['--groups=', `--userspec=+${user.uid}:+${user.gid}`] : [];
  return way('chroot', [chroot, ...as, image], { env: options.env, cwd: '/' });
}

/** What people type. The first use, which prepares the command, is among those that do not count. */
export function throughShim(caller, engine, more) {
  return {
    name: `shim on ${engine}`,
    before: ([command, ...args]) => [join(caller.shims, command), ...args],
    options: caller.withEngine(engine, more),
  };
}

/** What people type without shims. */
export function throughTackle(caller, engine, tackle) {
  return way(`\`tackle\` on ${engine}`, [tackle], caller.withEngine(engine));
}

/** As where nothing can be prepared. */
export function throughNode(caller, engine, tackle) {
  const name = `\`tackle --fresh\` on ${engine}`;
  return way(name, [tackle, '--fresh', 'run', '--'], caller.withEngine(engine));
}

export function throughDockerExec({ program }, container) {
  return way('`docker exec`', [program, 'exec', container]);
}

export function throughRun({ program, options }, engine, image, network) {
  const run = [program, 'run', '--rm', '--network', network, image];
  return way(`\`${engine} run\`, network ${network}`, run, options);
}

export function throughDevcontainer({ program, args, options }) {
  return way('`devcontainer exec`', [program, ...args], options);
}

function way(name, argv, options = {}) {
  return { name, before: (words) => [...argv, ...words], options };
}

/** @returns {Launch} */
export function launch({ name, before, options }, { words, prints }) {
  const [program, ...args] = before(words);
  return { name, title: [name, ...words].join(' '), program, args, options, prints };
}

/** A line of shell in which `"$@"` is the tool. */
export function launchInShell(way, { words, prints, line, variables = {} }) {
  const { name, options } = way;
  const args = ['-c', line, 'sh', ...way.before(words)];
  const env = { ...process.env, ...options.env, ...variables };
  return {
    ...{ name, title: `${name}: ${line}`, program: '/bin/sh', args, prints },
    options: { ...options, env },
  };
}

export function bareNode({ options }) {
  const nothing = { words: ['-e', '0'], prints: '' };
  return launch(way('`node -e 0`', [process.execPath], options), nothing);
}
