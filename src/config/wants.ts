/**
 * What the schema wants at a spot, in words that finish "should be …". The schema's messages are
 * the keys, so that a fault knows what would have been right.
 */
export interface Want {
  readonly what: string;
  /** A number or a `true` here is most likely text that lacks its quotes. */
  readonly quote?: true;
  /** What to type, when no better hint can be given. */
  readonly hint?: string;
}

export const WANTS = {
  switch: { what: '`1` or `0`' },
  log: { what: '`1`, `0`, or the path of a file, from `/` on' },
  config: { what: 'a map of settings such as `commands:`' },
  section: { what: 'a map', hint: 'write `name: value` below it, or remove the key' },
  list: { what: 'a list', hint: 'write `[one, two]`, or one `- item` a line' },
  text: { what: 'text', quote: true },
  'schema-uri': { what: 'the address of a JSON Schema' },
  command: {
    what: 'a toolbox such as `python@3.8`, or a map that names its `toolbox`',
    hint: 'write the name of the toolbox, then `@` and a version: `python@3.8`',
  },
  toolbox: {
    what: 'a toolbox such as `python@3.8`',
    hint: 'write the name of the toolbox, then `@` and a version: `python@3.8`',
  },
  'command-name': {
    what: 'a word such as `python3.8`: letters, digits and `_ . + -`, and no path',
    quote: true,
  },
  'toolbox-name': { what: 'a name such as `latex`: small letters, digits and `. _ -`' },
  'own-toolbox': { what: 'a map with one of the keys `image`, `debian` and `dockerfile`' },
  'toolbox-commands': {
    what: 'a list of at least one command, or a map from a word to what it runs',
    hint: 'write `commands: [make, gcc]`',
  },
  exec: { what: 'a program, or a list of a program and its arguments', quote: true },
  program: {
    what: 'one program without arguments',
    hint: 'write a list to pass arguments: `[python3, -u]`',
  },
  argument: { what: 'text without NUL characters', quote: true },
  image: {
    what: 'an image such as `docker.io/library/python:3.8`',
  },
  'signed-by': {
    what: 'the path of a public key, or a map with an `identity` and its `issuer`',
    hint: 'write `signed-by: tools/publisher.pub`',
  },
  identity: { what: 'an address of mail, or of a workflow', quote: true },
  issuer: { what: 'the address of an issuer such as `https://accounts.google.com`' },
  suite: { what: 'the name of a Debian suite such as `bookworm`', hint: 'write `bookworm`' },
  package: { what: 'a Debian package such as `biber` or `biber=2.18-1`' },
  npm: {
    what: 'an npm package at an exact version such as `prettier@3.6.2`',
    hint: 'write all three numbers of the version, and no range',
  },
  path: {
    what: 'a path inside the project, relative to its root',
    hint: 'write a path such as `tools/build/Dockerfile`',
  },
  stage: { what: 'the name of a stage in the Dockerfile', quote: true },
  'variable-name': { what: 'the name of a variable: letters, digits and `_`' },
  env: {
    what: '`NAME`, `PREFIX_*` or `NAME=value`',
    hint: 'write a list such as `[LANG, LC_*, DEBUG=1]`',
  },
  share: {
    what: '`argument-files`, `ssh-agent`, `proxy` or `ca-certificates`',
    hint: 'write a list such as `[proxy, ca-certificates]`',
  },
  summary: { what: 'one line of text', quote: true },
  pids: { what: 'a whole number of processes from 1 to 4194304' },
  memory: { what: 'a size of at least `6m` such as `512m` or `2g`' },
  cpus: { what: 'a number of cores from 0.01 to 1024 such as `1.5`' },
  engine: { what: '`docker`, `podman` or `embedded`' },
  'image-prefix': {
    what: 'what names of images begin with, such as `docker.io` or `mirror.example.org/hub`',
    hint: 'write the name alone, without `https://`: plain `http` is spoken on this machine, and nowhere else',
  },
  places: {
    what: 'what names of images begin with, such as `mirror.example.org/hub`, or a list of such',
  },
  source: { what: '`image`, `packages` or `dockerfile`' },
  isolation: { what: '`shared` or `fresh`' },
  network: { what: '`none`, `host` or `bridge`' },
} as const satisfies Record<string, Want>;

export type WantName = keyof typeof WANTS;
