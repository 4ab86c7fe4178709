import { userInfo } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Tackle keeps what it can make again: `$XDG_CACHE_HOME/tackle`. */
export function cacheDir(env: Environment): string {
  return xdg(env, 'XDG_CACHE_HOME', '.cache');
}

/** Where Tackle keeps what cannot be made again, such as toolbox homes: `$XDG_DATA_HOME/tackle`. */
export function dataDir(env: Environment): string {
  return xdg(env, 'XDG_DATA_HOME', '.local/share');
}

/** Where the images of Tackle's own engine lie: `$TACKLE_IMAGE_STORE`, else `images` in the data directory. */
export function imageStore(env: Environment): string {
  const said = env['TACKLE_IMAGE_STORE'];
  return said?.startsWith('/') === true ? said : join(dataDir(env), 'images');
}

/** Where shims lie when nobody says another place. */
export function shimsDirectory(env: Environment): string {
  return join(dataDir(env), 'shims');
}

/** Where what belongs to one project each lies: its own shims. */
export function projectsDirectory(env: Environment): string {
  return join(dataDir(env), 'projects');
}

/** Where the user's own settings lie: `$XDG_CONFIG_HOME/tackle`. */
export function configDir(env: Environment): string {
  return xdg(env, 'XDG_CONFIG_HOME', '.config');
}

/**
 * `$HOME`, else what the account says. A relative one would be looked for wherever somebody stands, in a clone of anybody's too.
 * Throws where nobody knows.
 */
export function homeDir(env: Environment): string {
  const said = env['HOME'];
  return said?.startsWith('/') === true ? said : userInfo().homedir;
}

/** "All paths must be absolute; a relative one is invalid and is ignored" (XDG Base Directory). */
function xdg(env: Environment, variable: string, fallback: string): string {
  const said = env[variable];
  const base = said?.startsWith('/') === true ? said : join(homeDir(env), fallback);
  return join(base, 'tackle');
}
