import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanUser } from '../../src/plan/launch-plan.ts';
import { withGroup, withUser } from '../../src/plan/passwd.ts';
import { accountName, planUser } from '../../src/plan/plan-user.ts';
import { FACTS, path } from './requests.ts';

const USER = FACTS.user;

const DEBIAN = [
  'root:x:0:0:root:/root:/bin/bash',
  'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
  'node:x:1000:1000::/home/node:/bin/bash',
  '',
].join('\n');

const NAME = fc.oneof(fc.constantFrom('ada', 'root', 'node', 'staff'), fc.string());
const ID = fc.oneof(fc.constantFrom(0, 100, 1000), fc.nat(70_000));

const CALLER: fc.Arbitrary<PlanUser> = fc
  .record({
    name: NAME,
    group: NAME,
    uid: ID,
    gid: ID,
    groups: fc.uniqueArray(ID),
    groupNames: fc.dictionary(fc.nat(70_000).map(String), NAME),
    home: NAME.map((name) => path(`/home/${name.replaceAll(/[\0/.]/g, '_')}`)),
  })
  .map((some) => ({ ...USER, ...some }));

/** The text of a passwd or group file, well-formed or not. */
const LINES = fc.array(
  fc.oneof(
    fc.tuple(NAME, ID).map(([name, id]) => `${name.replaceAll(/[:\n]/g, '')}:x:${id}:0::/:/bin/sh`),
    fc.string().map((line) => line.replaceAll('\n', '')),
  ),
);

const fields = (text: string) => text.split('\n').map((line) => line.split(':'));

describe('withUser', () => {
  it("keeps the image's entries and puts the caller in the place of the one with its uid", () => {
    expect(withUser(DEBIAN, USER)).toBe(
      [
        'root:x:0:0:root:/root:/bin/bash',
        'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
        'ada:x:1000:1000:ada:/home/ada:/bin/sh',
        '',
      ].join('\n'),
    );
  });

  it('makes an entry where the image has no accounts at all', () => {
    expect(withUser('', USER)).toBe('ada:x:1000:1000:ada:/home/ada:/bin/sh\n');
  });

  it('has exactly one entry for the uid and one for the name, whatever was there', () => {
    fc.assert(
      fc.property(LINES, CALLER, (lines, user) => {
        const rows = fields(withUser(lines.join('\n'), user));
        const own = rows.filter(([name]) => name === accountName(user.name));
        expect(own).toHaveLength(1);
        expect(rows.filter(([, , uid]) => Number.parseInt(uid ?? '', 10) === user.uid)).toEqual(
          own,
        );
        expect(own[0]).toHaveLength(7);
        expect(own[0]?.[6]).toBe('/bin/sh');
      }),
    );
  });

  it('keeps all others in their order', () => {
    fc.assert(
      fc.property(LINES, CALLER, (lines, user) => {
        const rows = withUser(lines.join('\n'), user).split('\n').slice(0, -2);
        const conflicts = (line: string) => {
          const [name, , uid] = line.split(':');
          return name === accountName(user.name) || Number.parseInt(uid ?? '', 10) === user.uid;
        };
        expect(rows).toEqual(lines.filter((line) => line !== '' && !conflicts(line)));
      }),
    );
  });
});

describe('withGroup', () => {
  it('names the primary group and those supplementary ones that the image does not know', () => {
    const user = { ...USER, groups: [27, 998, 999], groupNames: { 998: 'docker', 999: 'sudo' } };
    expect(withGroup('root:x:0:\nsudo:x:27:ada\nnode:x:1000:\n', user)).toBe(
      'root:x:0:\nsudo:x:27:ada\nada:x:1000:\ndocker:x:998:\nsudo-999:x:999:\n',
    );
  });

  it('has exactly one entry for the primary group and at least one for each other', () => {
    fc.assert(
      fc.property(LINES, CALLER, (lines, user) => {
        const rows = fields(withGroup(lines.join('\n'), user));
        const ids = rows.map(([, , gid]) => Number.parseInt(gid ?? '', 10));
        expect(rows.filter(([name]) => name === accountName(user.group))).toHaveLength(1);
        expect(ids.filter((gid) => gid === user.gid)).toHaveLength(1);
        expect(user.groups.filter((gid) => !ids.includes(gid))).toEqual([]);
      }),
    );
  });
});

describe('the account name', () => {
  it.each([
    ['ada', 'ada'],
    ['DOMAIN\\ada smith', 'DOMAIN\\ada smith'],
    ['a:0:0\nroot', 'a_0_0_root'],
    ['+nis', '_nis'],
    ['..', 'user'],
    ['', 'user'],
    ['../../etc', '.._.._etc'],
  ])('of %j is %j', (name, safe) => {
    expect(accountName(name)).toBe(safe);
  });
});

describe('the home inside', () => {
  it.each([
    ['/home/ada', '/home/ada'],
    ['/var/lib/jenkins', '/var/lib/jenkins'],
    ['/', '/home/ada'],
    ['/tmp', '/home/ada'],
    ['/usr/sbin', '/home/ada'],
    ['/bin', '/home/ada'],
    ['/srv/a:b', '/home/ada'],
  ])('for %s is %s', (home, inside) => {
    expect(planUser({ ...USER, home: path(home) }).home).toBe(inside);
  });
});
