import { join } from 'node:path';
import { expect, test } from 'vitest';
import { doctorText, listFindings } from '../../src/cli/doctor-listing.ts';
import type { Facts } from '../../src/doctor/facts.ts';
import { judge } from '../../src/doctor/judge.ts';
import { permissionDenied } from '../../src/engines/problems.ts';
import { WELL } from '../doctor/facts.ts';

const GOLDEN = join(import.meta.dirname, '../golden/doctor');

const DENIED = permissionDenied('/run/docker.sock');

const CASES: Readonly<Record<string, Facts>> = {
  well: WELL,
  'several-faults': {
    ...WELL,
    engines: [{ engine: 'docker', state: 'unusable', problem: DENIED }],
    launch: { problem: DENIED },
    disks: [{ path: '/home/ada/.cache/tackle', freeBytes: 1.2e9 }],
    shims: { ...WELL.shims, commands: [{ command: 'python3', found: 'none' }] },
    project: {
      config: '/home/ada/thesis/tackle.yaml',
      problems: [],
      lock: {
        state: 'read',
        notLocked: [
          { toolbox: 'latex', why: 'it is not in `tackle.lock`' },
          { toolbox: 'go\x1b[2J', why: 'it is not in `tackle.lock`' },
        ],
      },
    },
  },
};

test.each(Object.entries(CASES))('%s', async (name, facts) => {
  const listing = listFindings(judge(facts));
  const text = doctorText(listing, { columns: 100 });
  await expect(text).toMatchFileSnapshot(join(GOLDEN, `${name}.txt`));
});

test('as JSON: whether launches can go well, and each line', () => {
  expect(listFindings(judge(WELL)).well).toBe(true);
  const { well, lines } = listFindings(judge({ ...WELL, skew: 1e9 }));
  expect(well).toBe(false);
  expect(lines).toContainEqual({
    subject: 'clock',
    state: 'fault',
    says: '11574 days ahead of the registry’s',
    mend: 'run `sudo timedatectl set-ntp true`',
  });
});

test('warnings alone are no reason to say that it is not well', () => {
  expect(listFindings(judge({ ...WELL, selinux: 'enforcing' })).well).toBe(true);
});
