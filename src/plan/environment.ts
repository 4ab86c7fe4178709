import type { EnvEntry } from '../config/config.ts';
import type { HostFacts } from './host-facts.ts';
import type { PlanUser } from './launch-plan.ts';
import { isLocaleVariable, portableLocale } from './locale.ts';
import { portableTerminal } from './terminal-type.ts';

type Env = Readonly<Record<string, string>>;

/**
 * What every tool gets to see of the caller's environment, besides locale and time zone: how to draw, and
 * in what mode to run. Nothing that could be a secret, and no path of the host.
 */
const PASSED: readonly string[] = [
  ...['TERM', 'COLORTERM', 'NO_COLOR', 'FORCE_COLOR', 'CLICOLOR', 'CLICOLOR_FORCE'],
  ...['COLUMNS', 'LINES', 'LANGUAGE', 'CI', 'SOURCE_DATE_EPOCH'],
];

/**
 * git stops its search for a repository at a mount, and says so. Inside, the project is one, which natively is none:
 * above it there are empty directories only.
 */
const MOUNTS_ARE_DIRECTORIES: Env = { GIT_DISCOVERY_ACROSS_FILESYSTEM: '1' };

/** Says where the programs of a root file system are: the host's is wrong in every image. */
const NEVER_PASSED: readonly string[] = ['PATH'];

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What the launch itself says in the environment. */
export interface Surroundings {
  readonly user: PlanUser;
  /** The working directory by the name the shell has for it. */
  readonly pwd: string;
  readonly timeZone: string | undefined;
  /** What leads programs to what the caller shares: `SSH_AUTH_SOCK`, `https_proxy`, … */
  readonly shared: Env;
  /** Variables that name directories in HOME where the toolbox's programs keep things: `GOPATH` → `go`. */
  readonly homeEnv: Env;
}

/**
 * The environment added to the image's own, sorted by name. Weakest first: what every tool may see, what
 * `entries` let through, what the launch says (`HOME`, `TZ`, …), what `entries` set, the last one
 * winning, and `PWD`. Values are byte for byte the caller's; variables whose names a shell could not have set
 * (exported bash functions) stay outside.
 */
export function environment(
  facts: HostFacts,
  entries: readonly EnvEntry[],
  { user, pwd, timeZone, shared, homeEnv }: Surroundings,
): Env {
  const passed = Object.entries(facts.env)
    .filter(([name]) => !NEVER_PASSED.includes(name) && isPassed(name, entries))
    .map(([name, value]) => [name, portable(name, value)] as const);
  return sorted([
    ...Object.entries(MOUNTS_ARE_DIRECTORIES),
    ...passed,
    ['HOME', user.home],
    ...Object.entries(homeEnv).map(([name, path]) => [name, `${user.home}/${path}`] as const),
    ['LOGNAME', user.name],
    ...(timeZone === undefined ? [] : [['TZ', timeZone] as const]),
    ['USER', user.name],
    ...Object.entries(shared),
    ...entries.flatMap((entry) =>
      entry.kind === 'set' ? [[entry.name, entry.value] as const] : [],
    ),
    ['PWD', pwd],
  ]);
}

function isPassed(name: string, entries: readonly EnvEntry[]): boolean {
  return (
    PASSED.includes(name) ||
    isLocaleVariable(name) ||
    entries.some(
      (entry) =>
        (entry.kind === 'pass' && entry.name === name) ||
        (entry.kind === 'pass-prefix' && name.startsWith(entry.prefix)),
    )
  );
}

function portable(name: string, value: string): string {
  if (name === 'TERM') return portableTerminal(value);
  return isLocaleVariable(name) ? portableLocale(value) : value;
}

/** Later pairs replace earlier ones; own keys only, so that a variable may be called `__proto__`. */
function sorted(pairs: readonly (readonly [string, string])[]): Env {
  const last = new Map(pairs.filter(([name]) => NAME.test(name)));
  return Object.fromEntries([...last].sort(([a], [b]) => (a < b ? -1 : 1)));
}
