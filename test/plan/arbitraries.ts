import fc from 'fast-check';
import type { EnvEntry, Share } from '../../src/config/config.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';
import type {
  Directory,
  ExistingArgument,
  HostFacts,
  ProjectFacts,
} from '../../src/plan/host-facts.ts';
import { below } from '../../src/kernel/path-within.ts';
import type { PlanRequest } from '../../src/plan/plan-launch.ts';
import { FACTS, path, PYTHON, request, requestWithoutProject } from './requests.ts';

/** A few short names, so that paths meet, and some that are trouble. */
const NAME = fc.constantFrom(
  'a',
  'b',
  'home',
  'ada',
  'tmp',
  'usr',
  'src',
  'etc',
  'run',
  'x y',
  'c:d,"e\'',
);

export const PATH: fc.Arbitrary<AbsolutePath> = fc
  .array(NAME, { maxLength: 5 })
  .map((names) => path(`/${names.join('/')}`));

/** By one name, or by two. */
const DIRECTORY: fc.Arbitrary<Directory> = fc.oneof(
  PATH.map((physical) => ({ logical: physical, physical })),
  fc.record({ logical: PATH, physical: PATH }),
);

const BELOW: fc.Arbitrary<string> = fc
  .array(NAME, { minLength: 1, maxLength: 2 })
  .map((names) => names.join('/'));

function pathBelow(directory: string): fc.Arbitrary<AbsolutePath> {
  return BELOW.map((name) => path(`${directory}/${name}`));
}

/** The working directory stands anywhere, most often in the project. */
function cwdFor(root: Directory): fc.Arbitrary<Directory> {
  const inside = BELOW.map((name) => ({
    logical: below(root.logical, name),
    physical: below(root.physical, name),
  }));
  return fc.oneof(fc.constant(root), inside, DIRECTORY);
}

const VARIABLE = fc.oneof(
  fc.constantFrom(
    'PATH',
    'TERM',
    'LANG',
    'LC_ALL',
    'TZ',
    'HOME',
    'PWD',
    'AWS_SECRET',
    'CARGO_HOME',
    'SSH_AUTH_SOCK',
    'https_proxy',
    'NO_PROXY',
  ),
  fc.string(),
);

export const ENV: fc.Arbitrary<Readonly<Record<string, string>>> = fc.dictionary(
  VARIABLE,
  fc.string(),
);

export const ENTRY: fc.Arbitrary<EnvEntry> = fc.oneof(
  fc.record({ kind: fc.constant('pass' as const), name: VARIABLE }),
  fc.record({
    kind: fc.constant('pass-prefix' as const),
    prefix: fc.constantFrom('CARGO_', 'LC_', 'P'),
  }),
  fc.record({ kind: fc.constant('set' as const), name: VARIABLE, value: fc.string() }),
);

const SHARE: fc.Arbitrary<readonly Share[]> = fc.array(
  fc.constantFrom('argument-files', 'ssh-agent', 'proxy', 'ca-certificates'),
  { maxLength: 3 },
);

/** Programs' variables, of which some name one file. */
const FILES = fc.dictionary(fc.constantFrom('SSL_CERT_FILE', 'PIP_CERT', 'DENO_CERT'), PATH);

/** Most often nothing that is never shown. */
const OPEN_PATH = fc.oneof(PATH, ...['/a', '/b', '/x y'].map(pathBelow));

const ARGUMENT: fc.Arbitrary<ExistingArgument> = fc
  .record({
    first: OPEN_PATH,
    links: fc.array(OPEN_PATH, { maxLength: 2 }),
    isRelative: fc.boolean(),
    kind: fc.constantFrom('file', 'file', 'directory', 'special'),
    climbs: fc.constantFrom(false, false, false, true),
  })
  .map(({ first, links, isRelative, ...rest }) => {
    const written = isRelative ? first.slice(1) : first;
    return { argument: written, written, names: [first, ...links], ...rest };
  });

function factsAt(cwd: Directory): fc.Arbitrary<HostFacts> {
  return fc
    .record(
      {
        home: PATH,
        realHome: PATH,
        env: ENV,
        homesDir: PATH,
        caCertificates: FILES,
        sshAgent: PATH,
        existingArguments: fc.array(ARGUMENT, { maxLength: 3 }),
      },
      { requiredKeys: ['home', 'realHome', 'env', 'homesDir', 'caCertificates'] },
    )
    .map(({ home, ...rest }) => ({ ...FACTS, ...rest, cwd, user: { ...FACTS.user, home } }));
}

const PROJECT: fc.Arbitrary<ProjectFacts> = fc.record(
  { root: DIRECTORY, gitDirectory: PATH },
  { requiredKeys: ['root'] },
);

/** Any request for a plan, possible on some machine or not. */
export const REQUEST: fc.Arbitrary<PlanRequest> = fc
  .record({
    project: fc.option(PROJECT, { nil: undefined }),
    env: fc.array(ENTRY),
    share: SHARE,
    own: SHARE,
  })
  .chain(({ project, env, share, own }) =>
    (project === undefined ? DIRECTORY : cwdFor(project.root))
      .chain(factsAt)
      .map((facts) =>
        project === undefined
          ? requestWithoutProject({ env, share, facts })
          : request({ env, share, project, facts, tool: { ...PYTHON, share: own } }),
      ),
  );
