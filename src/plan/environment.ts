import type { EnvEntry } from '../config/config.ts';
import type { HostFacts } from './host-facts.ts';
import type { PlanUser } from './launch-plan.ts';
import { isLocaleVariable, portableLocale } from './locale.ts';
import { portableTerminal } from './terminal-type.ts';

type Env = Readonly<Record<string, string>>;

/**
 * What every tool gets to see of the caller's environment, besides `TERM`, locale and time zone: how to draw, and
 * in what mode to run. Nothing that could be a secret, and no path of the host.
 */
const PASSED: readonly string[] = [
  ...['COLORTERM', 'NO_COLOR', 'FORCE_COLOR', 'CLICOLOR', 'CLICOLOR_FORCE'],
  ...['COLUMNS', 'LINES', 'LANGUAGE', 'CI', 'SOURCE_DATE_EPOCH'],
];

/**
 * git stops its search for a repository at a mount, and says so. Inside, the project is one, which natively is none:
 * above it there are empty directories only.
 */
const MOUNTS_ARE_DIRECTORIES: Env = { GIT_DISCOVERY_ACROSS_FILESYSTEM: '1' };

/**
 * `PATH` says where the programs of a root file system are: the host's is wrong in every image. The others pass in words that
 * every image knows.
 */
const NEVER_PASSED: readonly string[] = ['PATH', 'TERM', 'LANG'];
const NEVER_PASSED_PREFIXES: readonly string[] = ['LC_'];

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether an entry shows a tool nothing of the caller's that it would not see without. */
export function isSeenAnyway(entry: EnvEntry): boolean {
  switch (entry.kind) {
    case 'set':
      return true;
    case 'pass':
      return (
        [...PASSED, ...NEVER_PASSED, 'TZ'].includes(entry.name) || isLocaleVariable(entry.name)
      );
    case 'pass-prefix':
      return NEVER_PASSED_PREFIXES.some((one) => entry.prefix.startsWith(one));
  }
}

/** What the launch itself says in the environment. */
export interface Surroundings {
  readonly user: PlanUser;
  readonly timeZone: string | undefined;
  /** What leads programs to what the caller shares: `SSH_AUTH_SOCK`, `https_proxy`, … */
  readonly shared: Env;
  /** Variables that name directories in HOME where the toolbox's programs keep things: `GOPATH` → `go`. */
  readonly homeEnv: Env;
}

/** How the environment comes from what the caller has. Weakest first; the last one of a name wins. */
export interface EnvironmentRules {
  readonly weak: Env;
  /** Variables of the caller's that pass as they are: these, and those whose names begin so. */
  readonly pass: readonly string[];
  readonly passPrefixes: readonly string[];
  /** Not even where they are among those. */
  readonly never: readonly string[];
  readonly neverPrefixes: readonly string[];
  readonly set: Env;
}

/**
 * What `weak` has: what every tool gets, and what it may see of the caller's in words of ours. What `pass` lets through is
 * what every tool may see, and what `entries` name. What `set` has: what the launch says (`HOME`, `TZ`, …), then what
 * `entries` set.
 */
export function environmentRules(
  { env }: Pick<HostFacts, 'env'>,
  entries: readonly EnvEntry[],
  { user, timeZone, shared, homeEnv }: Surroundings,
): EnvironmentRules {
  const portable = Object.entries(env).flatMap(([name, value]): [string, string][] => {
    if (name === 'TERM') return [[name, portableTerminal(value)]];
    return isLocaleVariable(name) ? [[name, portableLocale(value)]] : [];
  });
  return {
    weak: sorted([...Object.entries(MOUNTS_ARE_DIRECTORIES), ...portable]),
    pass: [...PASSED, ...entries.flatMap((one) => (one.kind === 'pass' ? [one.name] : []))],
    passPrefixes: entries.flatMap((one) => (one.kind === 'pass-prefix' ? [one.prefix] : [])),
    never: NEVER_PASSED,
    neverPrefixes: NEVER_PASSED_PREFIXES,
    set: sorted([
      ['HOME', user.home],
      ...Object.entries(homeEnv).map(([name, path]) => [name, `${user.home}/${path}`] as const),
      ['LOGNAME', user.name],
      ...(timeZone === undefined ? [] : [['TZ', timeZone] as const]),
      ['USER', user.name],
      ...Object.entries(shared),
      ...entries.flatMap((one) => (one.kind === 'set' ? [[one.name, one.value] as const] : [])),
    ]),
  };
}

/**
 * The environment added to the image's own, sorted by name; `pwd` is the working directory by the name the shell has for it.
 * Values are byte for byte the caller's; variables whose names a shell could not have set (exported bash functions) stay
 * outside.
 */
export function environment(env: Env, rules: EnvironmentRules, pwd: string): Env {
  const passed = Object.entries(env).filter(([name]) => isPassed(name, rules));
  return sorted([
    ...Object.entries(rules.weak),
    ...passed,
    ...Object.entries(rules.set),
    ['PWD', pwd],
  ]);
}

function isPassed(
  name: string,
  { pass, passPrefixes, never, neverPrefixes }: EnvironmentRules,
): boolean {
  if (never.includes(name) || neverPrefixes.some((one) => name.startsWith(one))) return false;
  return pass.includes(name) || passPrefixes.some((one) => name.startsWith(one));
}

/** Later pairs replace earlier ones; own keys only, so that a variable may be called `__proto__`. */
function sorted(pairs: readonly (readonly [string, string])[]): Env {
  const last = new Map(pairs.filter(([name]) => NAME.test(name)));
  return Object.fromEntries([...last].sort(([a], [b]) => (a < b ? -1 : 1)));
}
