/* A chunk of its own: only a lock file that somebody wrote by hand needs it. */
export { parse, TomlError } from 'smol-toml';
