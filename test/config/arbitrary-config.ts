import fc from 'fast-check';

/** Documents like those that people write: right ones, and ones with a piece that is wrong. */

const commandName = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.+-]{0,8}$/);
const toolboxName = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,8}$/);
const version = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,6}$/);
const argument = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((s) => !s.includes('\0'));
const word = fc.stringMatching(/^[!-~]{1,12}$/);
const variable = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/);
const asked = fc.oneof(
  toolboxName,
  fc.tuple(toolboxName, version).map(([name, v]) => `${name}@${v}`),
);
const env = fc.array(
  fc.oneof(
    variable,
    variable.map((name) => `${name}*`),
    fc.tuple(variable, argument).map(([name, value]) => `${name}=${value}`),
  ),
  { maxLength: 3 },
);
const share = fc.array(fc.constantFrom('argument-files', 'ssh-agent', 'proxy', 'ca-certificates'), {
  maxLength: 3,
});
const isolation = fc.constantFrom('shared', 'fresh');
const source = fc.constantFrom('image', 'packages', 'dockerfile');
const limits = fc.record(
  {
    pids: fc.integer({ min: 1, max: 4_194_304 }),
    memory: fc.constantFrom('6m', '512m', '2g', '999999G', '8192k'),
    cpus: fc.constantFrom(0.01, 0.5, 1, 64, 1024),
  },
  { requiredKeys: [] },
);

const common = {
  commands: fc.oneof(
    fc.uniqueArray(commandName, { minLength: 1, maxLength: 3 }),
    fc.dictionary(commandName, fc.oneof(word, fc.array(argument, { minLength: 1, maxLength: 3 })), {
      minKeys: 1,
      maxKeys: 3,
    }),
  ),
  network: fc.constantFrom('none', 'host', 'bridge'),
  env,
  share,
  isolation,
  limits,
  summary: fc.constantFrom('', 'Typesetting'),
};
const npm = fc.uniqueArray(fc.constantFrom('a@1.0.0', '@a/b@1.2.3-rc.1', 'n-{arch}@10.16.3'));
const packages = fc.uniqueArray(fc.constantFrom('biber', 'g++=4:12.2.0-3', 'texlive'));
const relative = fc.constantFrom('Dockerfile', 'tools/build/Dockerfile', './a/../b', '.', 'a b');

const toolbox = fc.oneof(
  fc.record(
    {
      image: word,
      'signed-by': fc.oneof(
        relative,
        fc.constant({ identity: 'ada@example.org', issuer: 'https://id.example.org' }),
      ),
      ...common,
    },
    { requiredKeys: ['image', 'commands'] },
  ),
  fc.record(
    { debian: fc.constantFrom('bookworm', 'sid'), packages, npm, ...common },
    { requiredKeys: ['debian', 'commands'] },
  ),
  fc.record(
    {
      dockerfile: relative,
      context: relative,
      target: fc.constantFrom('dev', 'a.b'),
      args: fc.dictionary(variable, argument, { maxKeys: 2 }),
      ...common,
    },
    { requiredKeys: ['dockerfile', 'commands'] },
  ),
);

const command = fc.oneof(
  asked,
  fc.record(
    {
      toolbox: asked,
      command: commandName,
      args: fc.array(argument, { maxLength: 3 }),
      source,
      share,
      isolation,
    },
    { requiredKeys: ['toolbox'] },
  ),
);

/** Configs with nothing wrong in them. */
export const validDocuments = fc.record(
  {
    commands: fc.dictionary(commandName, command, { maxKeys: 3 }),
    toolboxes: fc.dictionary(toolboxName, toolbox, { maxKeys: 3 }),
    engine: fc.constantFrom('docker', 'podman', 'embedded'),
    source,
    env,
    share,
    isolation,
    limits,
  },
  { requiredKeys: [] },
);

const oddPiece = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1.5,
    true,
    [],
    {},
    'a b',
    'A@',
    [[]],
    ['', 1],
    '__proto__',
  ),
  fc.jsonValue({ maxDepth: 1 }),
);
const oddKey = fc.constantFrom('', 'image', 'debian', 'commands', 'zzz', 'a/b', 'constructor');

/** The document with one piece exchanged, taken away or added, picked by the numbers. */
function spoilt(document: unknown, picks: readonly number[], piece: unknown, key: string): unknown {
  const [pick = 0, ...rest] = picks;
  if (Array.isArray(document)) {
    const at = pick % (document.length + 1);
    if (rest.length === 0 || at === document.length) return [...(document as unknown[]), piece];
    return document.map((item: unknown, i) => (i === at ? spoilt(item, rest, piece, key) : item));
  }
  if (typeof document !== 'object' || document === null) return piece;
  const entries = Object.entries(document as Record<string, unknown>);
  const at = pick % (entries.length + 1);
  if (at === entries.length) return { ...document, [key]: piece };
  if (rest.length === 0) return Object.fromEntries(entries.filter((_, i) => i !== at));
  return Object.fromEntries(
    entries.map(([name, value], i) => [name, i === at ? spoilt(value, rest, piece, key) : value]),
  );
}

/** Configs of which most have one thing wrong, at any depth. */
export const documents: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 1, arbitrary: validDocuments },
  {
    weight: 4,
    arbitrary: fc
      .tuple(validDocuments, fc.array(fc.nat(10), { maxLength: 5 }), oddPiece, oddKey)
      .map(([document, picks, piece, key]) => spoilt(document, picks, piece, key)),
  },
);
