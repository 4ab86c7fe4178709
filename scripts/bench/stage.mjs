// What a benchmark stands on: a directory of its own with the program, an image store, and a project for each caller.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What tools of the toolbox are measured. */
export const COMMANDS = ['true', 'python3', 'cat', 'gcc'];

const CONFIG = `source: packages
toolboxes:
  tools:
    debian: bookworm
    packages: [gcc, libc6-dev, make, python3]
    commands: [${COMMANDS.map((name) => `'${name}'`).join(', ')}]
    network: host
`;

/** Whoever runs this may have directories on PATH where nobody else may look. */
const PATH = [dirname(process.execPath), '/usr/local/sbin', '/usr/local/bin', '/usr/sbin'];
PATH.push('/usr/bin', '/sbin', '/bin');

export function setStage(root) {
  const path = mkdtempSync(join(tmpdir(), 'tackle-bench-'));
  chmodSync(path, 0o755);
  // A checkout often lies where only its owner may look.
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(root, part), join(path, 'program', part), { recursive: true });
  }
  const store = join(path, 'store');
  const tackle = join(path, 'program/bin/tackle');
  return {
    path,
    store,
    tackle,
    caller: (name, user) => makeCaller({ path, store, tackle }, name, user),
    unpackedImage: () => {
      const images = join(store, 'images');
      const [only, ...others] = readdirSync(images);
      if (only === undefined || others.length > 0) throw new Error('there is not one image');
      return join(images, only, 'root');
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/**
 * Somebody who launches, with directories and an environment of their own that owe nothing to whoever runs this. A bundle of
 * certificates, say, would take Node longer to read than all the rest of its start.
 *
 * @param user `{ uid, gid }`; nobody else than runs this when not given
 */
function makeCaller({ path: stage, store, tackle }, name, user) {
  const path = join(stage, name);
  const at = (part) => join(path, part);
  for (const part of ['project', 'home', 'data']) mkdirSync(at(part), { recursive: true });
  writeFileSync(at('project/tackle.yaml'), CONFIG);
  const env = {
    PATH: PATH.join(':'),
    HOME: at('home'),
    XDG_DATA_HOME: at('data'),
    TACKLE_IMAGE_STORE: store,
    TACKLE_TRUST: stage,
  };
  const own = (...paths) => {
    if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, ...paths]);
  };
  const make = (...parts) => parts.forEach((part) => mkdirSync(at(part), { recursive: true }));
  const kept = (engine) => [`${engine}/cache`, `${engine}/run`];
  const caller = {
    name,
    user,
    project: at('project'),
    shims: at('shims'),
    options: { cwd: at('project'), env, ...user },
    own,
    /** What is prepared is of one engine. */
    withEngine: (engine, more = {}) => {
      const [cache, run] = kept(engine);
      make(`${cache}/tackle`, run);
      own(path);
      const dirs = { XDG_CACHE_HOME: at(cache), XDG_RUNTIME_DIR: at(run) };
      return { ...caller.options, env: { ...env, ...dirs, TACKLE_ENGINE: engine, ...more } };
    },
    /** All that earlier launches have left for later ones, but for containers, images, what was read in those, and compiled code. */
    forget: (engine) => {
      const [cache, run] = kept(engine);
      const names = readdirSync(at(`${cache}/tackle`)).filter(
        (name) => !['accounts', 'code'].includes(name),
      );
      for (const part of [...names.map((name) => `${cache}/tackle/${name}`), run])
        rmSync(at(part), { recursive: true, force: true });
      make(run);
      own(path);
    },
  };
  own(path);
  const install = ['shims', 'install', '--dir', caller.shims, ...COMMANDS];
  execFileSync(tackle, install, { stdio: 'ignore', ...caller.options });
  return caller;
}
