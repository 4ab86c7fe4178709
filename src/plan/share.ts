import type { Share } from '../config/config.ts';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { HostFacts } from './host-facts.ts';
import type { BindMount } from './launch-plan.ts';
import { below } from '../kernel/path-within.ts';

/** What a tool gets of the caller's own: files mounted at places of ours, and variables. */
export interface Shared {
  readonly binds: readonly BindMount[];
  readonly env: Readonly<Record<string, string>>;
}

const NOTHING: Shared = { binds: [], env: {} };

/** Where shared things lie inside: in the private `/run`, which no image has anything in. */
const PLACE = '/run/.tackle' as AbsolutePath;

/**
 * What the caller has of everything that `words` name. Who has no agent, no proxy or no list of
 * authorities gets none, as outside: the tool itself says what it misses.
 */
export function sharedWith(words: readonly Share[], facts: HostFacts): Shared {
  const all = words.map((word) => (word === 'argument-files' ? NOTHING : GIVES[word](facts)));
  return {
    binds: all.flatMap(({ binds }) => binds),
    env: Object.assign({}, ...all.map(({ env }) => env)) as Shared['env'],
  };
}

/** `argument-files` depends on what is there already: `arguments-outside.ts`. */
type Word = Exclude<Share, 'argument-files'>;

const GIVES: Readonly<Record<Word, (facts: HostFacts) => Shared>> = {
  'ssh-agent': sshAgent,
  proxy,
  'ca-certificates': caCertificates,
};

/**
 * The agent's socket alone, not its directory. A read-only mount keeps nobody from connecting; the agent
 * itself answers only to its owner's uid, which the tool runs with.
 */
function sshAgent({ sshAgent: socket }: HostFacts): Shared {
  if (socket === undefined) return NOTHING;
  const target = below(PLACE, 'ssh-agent');
  return { binds: [readOnly(socket, target, 'ssh-agent')], env: { SSH_AUTH_SOCK: target } };
}

/** The variables that Docker, curl and most libraries know; programs differ in which case they read. */
const PROXY = /^(?:http|https|ftp|all|no)_proxy$/i;

function proxy({ env }: HostFacts): Shared {
  return {
    binds: [],
    env: Object.fromEntries(Object.entries(env).filter(([name]) => PROXY.test(name))),
  };
}

/**
 * The files beside the image's own list, which stays as it is, and the variables that lead programs to
 * them. Variables that name one file outside name one inside.
 */
function caCertificates({ caCertificates: files }: HostFacts): Shared {
  const targets = new Map<AbsolutePath, AbsolutePath>();
  for (const [variable, file] of Object.entries(files)) {
    if (!targets.has(file)) targets.set(file, below(PLACE, `ca-certificates/${variable}.pem`));
  }
  return {
    binds: [...targets].map(([file, target]) => readOnly(file, target, 'ca-certificates')),
    env: Object.fromEntries(
      Object.entries(files).map(([variable, file]) => [variable, targets.get(file) ?? file]),
    ),
  };
}

function readOnly(
  source: AbsolutePath,
  target: AbsolutePath,
  purpose: BindMount['purpose'],
): BindMount {
  return { kind: 'bind', source, target, access: 'read-only', purpose };
}
