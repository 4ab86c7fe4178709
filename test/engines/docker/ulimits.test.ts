import { describe, expect, it } from 'vitest';
import { ulimitsFor } from '../../../src/engines/docker/ulimits.ts';
import type { Rlimits } from '../../../src/plan/inherited.ts';

/** What a process has that nobody gave anything to. */
const PLAIN: Rlimits = {
  core: { soft: 0, hard: 'unlimited' },
  memlock: { soft: 8_388_608, hard: 8_388_608 },
  msgqueue: { soft: 819_200, hard: 819_200 },
  nice: { soft: 0, hard: 0 },
  nofile: { soft: 1024, hard: 4096 },
  nproc: { soft: 96_365, hard: 96_365 },
  rtprio: { soft: 0, hard: 0 },
  sigpending: { soft: 96_365, hard: 96_365 },
  stack: { soft: 8_388_608, hard: 'unlimited' },
};

/** As `name=value`, for soft and hard are always asked for as one. */
function asked(rlimits: Rlimits | undefined, nice?: number): readonly string[] {
  const inherited = { ...(rlimits && { rlimits }), ...(nice !== undefined && { nice }) };
  return ulimitsFor(inherited).map(({ Name, Soft, Hard }) => {
    expect(Soft).toBe(Hard);
    return `${Name}=${Hard}`;
  });
}

describe('what a daemon is asked for', () => {
  it('is nothing for a plain process, and when nothing is known', () => {
    expect(asked(PLAIN, 0)).toEqual([]);
    expect(asked(undefined, -5)).toEqual([]);
  });

  it('is what is above the limits from boot', () => {
    const nofile = { soft: 50, hard: 524_288 };
    expect(asked({ ...PLAIN, nofile })).toEqual(['nofile=524288']);
    const rtprio = { soft: 0, hard: 95 };
    expect(asked({ ...PLAIN, rtprio })).toEqual(['rtprio=95']);
  });

  it('is no limit where there is none', () => {
    const { memlock, nproc, ...rest } = PLAIN;
    expect([memlock, nproc]).not.toContain(undefined);
    expect(asked(rest)).toEqual(['memlock=-1', 'nproc=-1']);
  });

  it('is never less than init needs', () => {
    const none = { soft: 0, hard: 0 };
    const names = ['as', 'cpu', 'data', 'fsize', 'memlock', 'nofile', 'nproc', 'stack'] as const;
    expect(asked({ ...PLAIN, ...Object.fromEntries(names.map((name) => [name, none])) })).toEqual(
      [],
    );
  });

  it('is room for a niceness below zero', () => {
    expect(asked(PLAIN, -5)).toEqual(['nice=25']);
    expect(asked({ ...PLAIN, nice: { soft: 0, hard: 40 } }, -5)).toEqual(['nice=40']);
    expect(asked(PLAIN, 5)).toEqual([]);
  });
});
