import { mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runTackle } from '../rig/run-tackle.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';
import { kitProject } from './kit-project.ts';

test.for(['root', 'an ordinary user'])('files made belong to the caller: %s', async (who) => {
  const user = who === 'root' ? undefined : ordinaryUser();
  using project = kitProject(user);
  const script = 'id -un; id -u; echo ~; cd; pwd; touch kept; cd - >/dev/null; mkdir d; echo > d/f';
  const end = await runTackle(['bash', '-c', script], {
    cwd: project.path,
    through: ['sh', '-c', 'umask 027; exec "$@"', 'sh', ...(user ? asUser(user) : [])],
    ...(user && { env: { HOME: user.home, XDG_CACHE_HOME: undefined } }),
  });
  expect(end).toMatchObject({ status: 0, stderr: Buffer.from('') });
  const made = statSync(join(project.path, 'd/f'));
  expect([made.uid, made.gid, (made.mode & 0o777).toString(8)]).toEqual([
    user?.uid ?? 0,
    user?.gid ?? 0,
    '640',
  ]);
  expect((statSync(join(project.path, 'd')).mode & 0o777).toString(8)).toBe('750');
  const [name, uid] = end.stdout.toString().split('\n');
  expect([name, uid]).toEqual([user?.name ?? 'root', String(user?.uid ?? 0)]);
});

test('the working directory is the same inside, however it is called and reached', async () => {
  using project = kitProject();
  const odd = join(project.path, `it's "odd": ü, a\tb`);
  mkdirSync(odd);
  const link = join(project.path, 'link');
  symlinkSync(odd, link);
  const script = 'pwd -P; echo "$PWD"; echo here > made';
  const end = await runTackle(['bash', '-c', script], {
    cwd: link,
    through: ['sh', '-c', 'cd "$1"; shift; exec "$@"', 'sh', link],
  });
  expect(end.stdout.toString()).toBe(`${odd}\n${link}\n`);
  expect(statSync(join(odd, 'made')).size).toBe(5);
});

test('a cache that cannot be written makes no launch fail', async () => {
  using project = kitProject();
  const end = await runTackle(['bash', '-c', 'echo ran'], {
    cwd: project.path,
    env: { XDG_CACHE_HOME: join(project.path, 'tackle.yaml') },
  });
  expect(end).toMatchObject({ status: 0, stdout: Buffer.from('ran\n'), stderr: Buffer.from('') });
});
