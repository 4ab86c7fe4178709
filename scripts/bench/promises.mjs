// What has to hold of the figures of one run.

const SHIMS = ['docker', 'embedded'];

/** Each says what it is about, how much it may be at most or at least, and what it is in one group. */
const PROMISES = [
  atMost(4, 'ms', 'What a shim on docker takes more than `chroot`', 'launch', ({ more }) =>
    more('shim on docker'),
  ),
  atMost(8, 'ms', 'What a shim on embedded takes more than `chroot`', 'launch', ({ more }) =>
    more('shim on embedded'),
  ),
  atMost(
    1,
    '×',
    '12 times what a shim on docker takes more than `chroot`, beside what `docker exec` does',
    'launch',
    ({ more }) => (12 * more('shim on docker')) / more('`docker exec`'),
  ),
  ...SHIMS.map((engine) =>
    atMost(
      1,
      '×',
      `What a shim on ${engine} takes more than \`chroot\`, beside \`node -e 0\``,
      'launch',
      ({ more, median }) => more(`shim on ${engine}`) / median('`node -e 0`'),
    ),
  ),
  ...SHIMS.map((engine) =>
    atMost(
      1.25,
      '×',
      `First use of a shim on ${engine}, beside \`docker run\` on the same network`,
      'first',
      ({ median }) =>
        median(`first use of a shim on ${engine}`) / median('`docker run`, network host'),
    ),
  ),
  ...SHIMS.map((engine) =>
    atMost(
      1,
      '×',
      `What \`tackle\` on ${engine} takes more than \`chroot\`, beside \`node -e 0\``,
      'launch',
      ({ more, median }) => more(`\`tackle\` on ${engine}`) / median('`node -e 0`'),
    ),
  ),
  atMost(
    1.25,
    '×',
    '`tackle --fresh` on docker, beside `node -e 0` and `docker run` on the same network',
    'launch',
    ({ median }) =>
      median('`tackle --fresh` on docker') /
      (median('`node -e 0`') + median('`docker run`, network host')),
  ),
  atMost(
    1.25,
    '×',
    '`tackle --fresh` on embedded, beside `node -e 0` and a shim on embedded',
    'launch',
    ({ median }) =>
      median('`tackle --fresh` on embedded') / (median('`node -e 0`') + median('shim on embedded')),
  ),
  ...SHIMS.map((engine) =>
    atLeast(
      0.95,
      '×',
      `The throughput of \`cat\` as a shim on ${engine}, beside \`chroot\``,
      'streams',
      ({ median }) => median('chroot') / median(`shim on ${engine}`),
    ),
  ),
  ...SHIMS.map((engine) =>
    atMost(
      1.15,
      '×',
      `\`make\` with \`gcc\` as a shim on ${engine}, beside the same in a chroot`,
      'compile',
      ({ median }) => median(`shim on ${engine}`) / median('`make` in a chroot'),
    ),
  ),
];

/** Idle, after all launches. Nothing of them may be left in it. */
const OF_AGENTS = [
  atMost(
    999_999,
    'bytes',
    'What an idle agent has in memory',
    'agent',
    ({ used }) => used.resident,
  ),
  atMost(
    0,
    '',
    'Descriptors and processes that launches have left to an agent',
    'agent',
    ({ used, fresh }) => used.descriptors - fresh.descriptors + used.children,
  ),
];

/**
 * @returns one for each that something was measured for: the worst value, where that is, and whether it holds
 */
export function promisesOf({ groups, agents }) {
  const places = [
    ...groups.map((group) => ({ ...group, ...lookUp(group.rows) })),
    ...agents.map((agent) => ({ ...agent, kind: 'agent', title: agent.engine })),
  ];
  return [...PROMISES, ...OF_AGENTS].flatMap(({ says, limit, direction, unit, kind, of }) => {
    const values = places
      .filter((place) => place.kind === kind)
      .map((place) => ({ where: place.title, value: of(place) }))
      .filter(({ value }) => !Number.isNaN(value));
    if (values.length === 0) return [];
    const sign = direction === 'most' ? 1 : -1;
    const worst = values.reduce((one, other) =>
      sign * (other.value - one.value) > 0 ? other : one,
    );
    const holds = sign * (worst.value - limit) <= 0;
    return [{ says, limit, direction, unit, ...worst, holds }];
  });
}

/** NaN for a row that was left out, and whatever is reckoned with it. */
function lookUp(rows) {
  const of = (name, what) => rows.find((row) => row.name === name)?.[what] ?? NaN;
  return { more: (name) => of(name, 'more'), median: (name) => of(name, 'median') };
}

function atMost(limit, unit, says, kind, of) {
  return { direction: 'most', limit, unit, says, kind, of };
}

function atLeast(limit, unit, says, kind, of) {
  return { direction: 'least', limit, unit, says, kind, of };
}
