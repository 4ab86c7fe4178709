import type { EnvironmentRules } from '../plan/environment.ts';
import { encodeBytes } from '../kernel/byte-text.ts';
import { unreachable } from '../kernel/unreachable.ts';
import type {
  Guards,
  Observed,
  Prepared,
  PreparedFor,
  AgentWay,
  PreparedWay,
  SandboxWay,
  Sight,
  ToolboxWay,
} from './prepared.ts';

/** Raised with every change of the format, here and in `native/launch/prepared.c`. */
const FORMAT = '3';

/**
 * The file that `native/launch/prepared.c` reads: a head, then records of words, each word with a NUL after it. A record is
 * its name, how many words follow, and those.
 */
export function printPrepared(prepared: Prepared): Buffer {
  const { project, command, variables, guards, way } = prepared;
  const head = ['tackle-prepared', FORMAT, way.kind, project, command];
  const records = [...guardRecords(guards), ...wayRecords(way)];
  const words = [
    ...[...head, variables.TERM, variables.LANG],
    ...records.flatMap(([name, list]) => [name, String(list.length), ...list]),
  ];
  return encodeBytes(words.map((word) => `${word}\0`).join(''));
}

/** The name of its file: FNV-1a of 64 bits over what it is found by. What that is stands in the file as well. */
export function nameOfPrepared({ project, command, variables }: PreparedFor): string {
  const key = [project, command, variables.TERM, variables.LANG];
  let hash = 0xcbf29ce484222325n;
  for (const byte of encodeBytes(key.map((word) => `${word}\0`).join(''))) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

type Records = readonly (readonly [name: string, words: readonly string[]])[];

function guardRecords(guards: Guards): Records {
  const { uid, gid, groups } = guards.caller;
  return [
    ['caller', [`${uid} ${gid}${groups.length === 0 ? '' : ` ${groups.join(',')}`}`]],
    ['variables', assignments(guards.variables)],
    ['unset', guards.unset],
    ['all-of', guards.allOf],
    ['nothing', guards.nothing],
    ['hidden', guards.hidden],
    ['directories', guards.directories.flatMap(observed)],
    ['files', guards.files.flatMap(observed)],
  ];
}

function wayRecords(way: PreparedWay): Records {
  switch (way.kind) {
    case 'slow':
      return [];
    case 'sandbox':
      return [...toolboxRecords(way), ...sandboxRecords(way)];
    case 'agent':
      return [...toolboxRecords(way), ...agentRecords(way)];
    default:
      return unreachable(way);
  }
}

function sandboxRecords({ program, hold }: SandboxWay): Records {
  return [
    ['program', program],
    ['hold', [hold.store, hold.image]],
  ];
}

function agentRecords({ socket, pid, removed, limits }: AgentWay): Records {
  return [
    ['agent', [socket, String(pid)]],
    ['removed', removed],
    ['limits', limits.flatMap(({ resource, most }) => [String(resource), String(most)])],
  ];
}

function toolboxRecords(way: ToolboxWay): Records {
  return [
    ['project', way.project.flatMap(sight)],
    ['start', way.start === undefined ? [] : [way.start]],
    ['shown', way.shown.flatMap(sight)],
    ['own', way.own],
    ['trees', way.trees],
    ...environmentRecords(way.environment),
    ['exec', way.exec],
    ['init', way.init],
  ];
}

function environmentRecords(rules: EnvironmentRules): Records {
  return [
    ['weak', assignments(rules.weak)],
    ['pass', rules.pass],
    ['pass-prefixes', rules.passPrefixes],
    ['never', rules.never],
    ['never-prefixes', rules.neverPrefixes],
    ['set', assignments(rules.set)],
  ];
}

function assignments(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

function observed({ path, said }: Observed): readonly string[] {
  return [path, said];
}

function sight({ target, source }: Sight): readonly string[] {
  return [target, source];
}
