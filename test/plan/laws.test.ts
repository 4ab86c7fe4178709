import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Share } from '../../src/config/config.ts';
import type { BindMount, LaunchPlan } from '../../src/plan/launch-plan.ts';
import { mountPointsWithin } from '../../src/plan/mounts.ts';
import { whyNeverMounted } from '../../src/plan/never-mounted.ts';
import { liesBelow, liesIn } from '../../src/kernel/path-within.ts';
import type { PlanRequest } from '../../src/plan/plan-launch.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { sharedWith } from '../../src/plan/share.ts';
import { REQUEST } from './arbitraries.ts';

/** Holds for every plan that some request gives; a request may be refused. */
function everyPlan(law: (plan: LaunchPlan, from: PlanRequest) => void): void {
  let planned = 0;
  fc.assert(
    fc.property(REQUEST, (from) => {
      const plan = planLaunch(from);
      if (!plan.ok) return;
      planned += 1;
      law(plan.value, from);
    }),
    { numRuns: 2000 },
  );
  expect(planned).toBeGreaterThan(300);
}

function binds(plan: LaunchPlan, ...purposes: readonly BindMount['purpose'][]): BindMount[] {
  return plan.mounts.filter(
    (mount): mount is BindMount => mount.kind === 'bind' && purposes.includes(mount.purpose),
  );
}

describe('every plan', () => {
  it('shows no forbidden directory of the host', () =>
    everyPlan((plan, { facts }) => {
      const forbidden = ['/', '/etc', '/usr', '/usr/bin', '/proc', '/dev', '/run', '/var', '/home'];
      const homes: string[] = [facts.user.home, facts.realHome];
      for (const { source, target } of binds(plan, 'project', 'git', 'argument')) {
        expect([...forbidden, ...homes]).not.toContain(source);
        expect([...forbidden, ...homes]).not.toContain(target);
        expect(homes.filter((home) => home.startsWith(`${source}/`))).toEqual([]);
        expect(source).not.toMatch(/^\/etc\//);
        expect(target).not.toMatch(/^\/(etc|usr\/(?!src\/))/);
      }
    }));

  it('mounts parents before children, and nothing twice', () =>
    everyPlan(({ mounts }) => {
      mounts.forEach(({ target }, index) => {
        const later = mounts.slice(index + 1);
        expect(later.filter((other) => liesIn(target, other.target))).toEqual([]);
      });
    }));

  it('starts in a directory that is there, at both of its names', () =>
    everyPlan((plan) => {
      const there = binds(plan, 'project', 'home');
      for (const path of [plan.cwd, plan.env['PWD']]) {
        expect(there.some(({ target }) => liesIn(path as typeof plan.cwd, target))).toBe(true);
      }
    }));

  it('shows the project at its own path, and at the one people came by unless that is forbidden', () =>
    everyPlan((plan, { project, facts }) => {
      if (project === undefined) return;
      const homes = [facts.user.home, facts.realHome, plan.user.home];
      const { logical, physical } = project.root;
      const shown = binds(plan, 'project');
      expect(shown).toContainEqual(expect.objectContaining({ source: physical, target: physical }));
      if (whyNeverMounted(logical, homes, []) !== undefined) return;
      expect(shown.some(({ target }) => liesIn(logical, target))).toBe(true);
    }));

  it('has one home, at the path that the environment and passwd say', () =>
    everyPlan((plan, { env, facts }) => {
      const [home, ...more] = binds(plan, 'home');
      expect(more).toEqual([]);
      expect(home?.target).toBe(plan.user.home);
      expect(home?.source.startsWith(facts.homesDir)).toBe(true);
      if (env.some((entry) => entry.kind === 'set' && entry.name === 'HOME')) return;
      expect(plan.env['HOME']).toBe(plan.user.home);
    }));

  it('lets through nothing of the environment that is not allowed', () =>
    everyPlan((plan, { env, facts }) => {
      const always = new RegExp(
        '^(TERM|COLORTERM|NO_COLOR|FORCE_COLOR|CLICOLOR(_FORCE)?|COLUMNS|LINES|CI|SOURCE_DATE_EPOCH' +
          '|LANG|LANGUAGE|LC_.*|TZ|HOME|PWD|USER|LOGNAME|GIT_DISCOVERY_ACROSS_FILESYSTEM)$',
      );
      const shared = sharedWith(plan.share, facts).env;
      for (const [name, value] of Object.entries(plan.env)) {
        expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
        const set =
          name === 'PWD'
            ? undefined
            : env.filter((entry) => entry.kind === 'set' && entry.name === name).at(-1);
        if (set?.kind === 'set') {
          expect(value).toBe(set.value);
          continue;
        }
        if (name in shared) {
          expect(value).toBe(shared[name]);
          continue;
        }
        const allowed = env.some(
          (entry) =>
            (entry.kind === 'pass' && entry.name === name) ||
            (entry.kind === 'pass-prefix' && name.startsWith(entry.prefix)),
        );
        expect(name).not.toBe('PATH');
        expect(allowed || always.test(name)).toBe(true);
        if (allowed && !always.test(name)) expect(value).toBe(facts.env[name]);
      }
    }));

  it('has of the caller what the config asked to share, and nothing else', () =>
    everyPlan((plan, { share, tool, facts }) => {
      expect(plan.share).toEqual([...new Set([...share, ...tool.share])].sort());
      const purposes = new Set(binds(plan, 'ssh-agent', 'ca-certificates').map((b) => b.purpose));
      const there = [
        ...(facts.sshAgent === undefined ? [] : ['ssh-agent']),
        ...(Object.keys(facts.caCertificates).length === 0 ? [] : ['ca-certificates']),
      ];
      expect([...purposes].sort()).toEqual(
        there.filter((word) => plan.share.includes(word as Share)).sort(),
      );
    }));

  it('shows of what lies elsewhere exactly what arguments name, and lets nothing be written there', () => {
    let shown = 0;
    everyPlan((plan, { facts }) => {
      for (const { source, target, access } of binds(plan, 'argument')) {
        expect(plan.share).toContain('argument-files');
        expect(access).toBe('read-only');
        const named = facts.existingArguments.filter(
          ({ names, kind }) =>
            names.at(-1) === source && names.includes(target) && kind !== 'special',
        );
        expect(named).not.toEqual([]);
        shown += 1;
      }
    });
    expect(shown).toBeGreaterThan(50);
  });

  it('lists each mount point within a bound directory, parents first', () =>
    everyPlan((plan) => {
      for (const parent of binds(plan, 'project', 'home', 'git')) {
        const points = mountPointsWithin(parent, plan.mounts);
        const made: readonly string[] = points.map(({ path }) => path);
        const nearest = plan.mounts.filter(
          ({ target }) =>
            liesBelow(target, parent.target) &&
            !plan.mounts.some(
              (other) => liesBelow(target, other.target) && liesBelow(other.target, parent.target),
            ),
        );
        for (const mount of nearest) {
          expect(points).toContainEqual({
            path: parent.source + mount.target.slice(parent.target.length),
            ...(mount.kind === 'bind' && { source: mount.source }),
          });
        }
        made.forEach((point, index) => {
          const above = point.slice(0, point.lastIndexOf('/'));
          expect([parent.source, ...made.slice(0, index)]).toContain(above);
        });
      }
    }));
});
