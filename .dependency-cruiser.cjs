/** The rooms of src/ and what each may import; see docs/architecture.md. */
const MAY_IMPORT = {
  kernel: [],
  config: ['kernel'],
  catalog: ['kernel', 'config'],
  lock: ['kernel', 'catalog'],
  init: ['kernel', 'config', 'catalog', 'images/dockerfile/base-words.ts'],
  plan: ['kernel', 'config', 'catalog', 'lock'],
  prepared: ['kernel', 'plan'],
  trust: ['kernel', 'config', 'plan'],
  doctor: ['kernel'],
  host: ['kernel', 'plan/host-facts.ts', 'doctor/facts.ts', 'shims'],
  shims: ['kernel'],
  editors: ['kernel', 'config'],
  images: ['kernel', 'catalog', 'lock', 'plan', 'host'],
  engines: ['kernel', 'config', 'catalog', 'lock', 'plan', 'prepared', 'host', 'images'],
  session: ['kernel', 'plan', 'host', 'engines/engine.ts'],
  cli: [
    'kernel',
    'config',
    'catalog',
    'lock',
    'plan',
    'host',
    'images',
    'engines',
    'session',
    'shims',
    'editors',
    'prepared',
    'init',
    'trust',
    'doctor',
  ],
};

const PURE = 'kernel|config|catalog|lock|plan|shims|editors|prepared|init|trust|doctor';

const rooms = Object.entries(MAY_IMPORT).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `src/${room} may import ${allowed.join(', ') || 'nothing'}. Move the code to the room that owns the question, or pass the value in.`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: {
    path: '^src/',
    pathNot: [
      `^src/${room}/`,
      ...allowed.map((to) => (to.endsWith('.ts') ? `^src/${to}$` : `^src/${to}/`)),
    ],
  },
}));

module.exports = {
  forbidden: [
    ...rooms,
    {
      name: 'no-circles',
      comment:
        'Two files that import each other answer one question: join them, or move the shared part below both.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-rooms-touch-nothing',
      comment:
        'Pure rooms see no files, processes or sockets; gather facts in src/host and pass them in.',
      severity: 'error',
      from: { path: `^src/(${PURE})/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'dockerode-in-one-place',
      comment:
        'Only engines/docker speaks to dockerode; everyone else speaks to engines/engine.ts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/engines/docker/' },
      to: { path: 'node_modules/(dockerode|docker-modem|@types/dockerode)/' },
    },
    {
      name: 'engines-apart',
      comment: 'An engine knows nothing of another; what they share lies in engines/ itself.',
      severity: 'error',
      from: { path: '^src/engines/([^/]+)/' },
      to: { path: '^src/engines/[^/]+/', pathNot: '^src/engines/$1/' },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file: delete it.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '^src/cli/main\\.ts$' },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
