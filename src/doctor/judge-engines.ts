import { unreachable } from '../kernel/unreachable.ts';
import type { EngineFact, Facts } from './facts.ts';
import { fault, fine, warning, type Line } from './line.ts';

/** Older ones lack what Tackle asks of them. */
const OLDEST: Readonly<Record<string, readonly [number, number]>> = {
  docker: [20, 10],
  podman: [4, 3],
  embedded: [0, 8],
};

/** One line for each engine that there is a trace of, and one more where a launch finds none. */
export function judgeEngines({ engines, launch }: Facts): readonly Line[] {
  const taken = 'engine' in launch ? launch.engine : undefined;
  const lines = engines.flatMap((fact) => judgeEngine(fact, taken));
  if (!('problem' in launch)) return lines;
  const { message, hint } = launch.problem;
  const isTold = lines.some(({ says }) => says === message);
  return isTold
    ? lines.map((line) => (line.says === message ? { ...line, state: 'fault' } : line))
    : [...lines, fault('engine', message, hint)];
}

function judgeEngine(fact: EngineFact, taken: string | undefined): readonly Line[] {
  const { engine } = fact;
  switch (fact.state) {
    case 'usable': {
      const says = `${fact.version}, ${fact.at}${engine === taken ? '; launches here take it' : ''}`;
      return [
        isTooOld(engine, fact.version)
          ? warning(engine, `${says}; Tackle needs ${oldestOf(engine)}`, UPGRADE[engine])
          : fine(engine, says),
      ];
    }
    case 'unusable': {
      const { message, hint } = fact.problem;
      return [(engine === taken ? fault : warning)(engine, message, hint)];
    }
    case 'not there':
      return [];
    default:
      return unreachable(fact);
  }
}

const UPGRADE: Readonly<Record<string, string>> = {
  docker: 'install a newer one: https://docs.docker.com/engine/install',
  podman: 'run `sudo apt-get install podman` on a newer release, or use `tackle --engine NAME …`',
  embedded: 'run `sudo apt-get install bubblewrap` on a newer release, or use another engine',
};

function isTooOld(engine: string, version: string): boolean {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
  const oldest = OLDEST[engine];
  if (major === undefined || minor === undefined || oldest === undefined) return false;
  const [least, lesser] = oldest;
  return Number(major) < least || (Number(major) === least && Number(minor) < lesser);
}

function oldestOf(engine: string): string {
  return `${OLDEST[engine]?.join('.') ?? ''} or newer`;
}
