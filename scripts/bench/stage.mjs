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
import { join } from 'node:path';

/** The image is that of `python@3.11` from packages: who has run the demo has it. */
const CONFIG = `source: packages
toolboxes:
  tools:
    debian: bookworm
    packages: [python3, python3-pip, python3-venv]
    commands: ['true', python3]
`;

export function setStage(root) {
  const path = mkdtempSync(join(tmpdir(), 'tackle-bench-'));
  chmodSync(path, 0o755);
  // A checkout often lies where only its owner may look.
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(root, part), join(path, 'program', part), { recursive: true });
  }
  const store = join(path, 'store');
  return {
    path,
    store,
    tackle: join(path, 'program/bin/tackle'),
    caller: (name, user) => makeCaller(path, store, name, user),
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
function makeCaller(stage, store, name, user) {
  const path = join(stage, name);
  const at = (part) => join(path, part);
  for (const part of ['project', 'home', 'data', 'cache', 'run'])
    mkdirSync(at(part), { recursive: true });
  writeFileSync(at('project/tackle.yaml'), CONFIG);
  const env = {
    PATH: process.env.PATH,
    HOME: at('home'),
    XDG_DATA_HOME: at('data'),
    XDG_CACHE_HOME: at('cache'),
    XDG_RUNTIME_DIR: at('run'),
    TACKLE_IMAGE_STORE: store,
  };
  const caller = {
    name,
    path,
    user,
    env,
    options: { cwd: at('project'), env, ...user },
    own: (...paths) => {
      if (user) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, ...paths]);
    },
  };
  caller.own(path);
  return caller;
}
