/**
 * How the words of a config are spelled. No flags, and nothing that JSON Schema's dialect lacks: the
 * same patterns stand in the JSON Schema.
 */

/** As `commandNameOf` has it, but for `__proto__`, which is a slip or an attack and never a command. */
export const COMMAND_NAME = /^(?!__proto__$)[A-Za-z0-9_][A-Za-z0-9_.+-]*$/;

/** As `toolboxNameOf` has it. */
export const TOOLBOX_NAME = /^[a-z0-9][a-z0-9._-]*$/;

/** `toolbox` or `toolbox@version`, as `toolboxNameOf` and `toolboxVersionOf` have them. */
export const TOOLBOX_AT_VERSION = /^[a-z0-9][a-z0-9._-]*(?:@[A-Za-z0-9][A-Za-z0-9._+-]*)?$/;

/** Whatever can be an argument of a program. */
export const ARGUMENT = /^[^\u0000]*$/;

/** A program, by name or path. */
export const PROGRAM = /^[^\s\u0000]+$/;

/** Not a reference yet: the catalogue reads it by Docker's rules. */
export const IMAGE = /^[^\s\u0000]+$/;

export const SUITE = /^[a-z][a-z0-9-]*$/;

/** Debian policy 5.6.7 and 5.6.12: `name` or `name=version`. */
export const PACKAGE = /^[a-z0-9][a-z0-9+.-]+(?:=[0-9A-Za-z.+:~-]+)?$/;

/** `name@1.2.3`; `{arch}` in the name is the machine's architecture as npm spells it. */
export const NPM_PACKAGE =
  /^(?:@[A-Za-z0-9~-][A-Za-z0-9._~-]*\/)?(?:[A-Za-z0-9~-]|\{arch\})(?:[A-Za-z0-9._~-]|\{arch\})*@(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** What a pattern can say of a path inside the project; `..` is counted in `schema.ts`. */
export const RELATIVE_PATH = /^[^/~\u0000][^\u0000]*$/;

export const STAGE = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

export const VARIABLE_NAME = /^(?!__proto__$)[A-Za-z_][A-Za-z0-9_]*$/;

/** `NAME`, `PREFIX_*` or `NAME=value`. */
export const ENV_ENTRY = /^[A-Za-z_][A-Za-z0-9_]*(?:\*|=[^\u0000]*)?$/;

export const ONE_LINE = /^[^\r\n\u0000]*$/;

/** Powers of 1024, as Docker and systemd count; the lengths keep it an exact number of bytes. */
export const MEMORY = /^(?:[1-9][0-9]{0,8}[kKmM]|[1-9][0-9]{0,5}[gG])$/;

/**
 * What names of images begin with: the host of a registry, and maybe the first parts of a path there: `docker.io`,
 * `127.0.0.1:5000`, `mirror.example.org/hub`.
 */
export const IMAGE_PREFIX =
  /^(?:(?:localhost|\[[0-9A-Fa-f:]+\]|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)(?::[0-9]{1,5})?|[A-Za-z0-9-]+:[0-9]{1,5})(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;

/** Whom a certificate is for: an address of mail, or of a workflow. */
export const IDENTITY = /^[^\s\u0000-]\S*$/;

/** Who vouches for identities, by OpenID Connect. */
export const ISSUER = /^https:\/\/[^\s@?#]+$/;

/** On, off, or the path of a file. */
export const LOG = /^(?:[01]|\/[^\u0000]+)$/;
