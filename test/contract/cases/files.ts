import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { AbsolutePath } from '../../../src/kernel/brand.ts';
import type { BindMount } from '../../../src/plan/launch-plan.ts';
import { directory, run, shellSays } from '../bench.ts';
import { runsShell } from '../programs.ts';
import type { Case } from './case.ts';

function mountOf(path: AbsolutePath, access: BindMount['access'] = 'read-write'): BindMount {
  return { kind: 'bind', source: path, target: path, access, purpose: 'project' };
}

const TMP = { kind: 'private', target: '/tmp' as AbsolutePath, mode: 0o1777 } as const;

export const FILES: readonly Case[] = [
  {
    title: 'the project lies at the same path, to be read and written',
    needs: ['kernel'],
    holds: async (bench) => {
      const project = await directory('project');
      await writeFile(join(project, 'in'), 'from outside\n');
      const line = 'cat in; echo from inside > out';
      const options = { cwd: project, mounts: [mountOf(project)] };
      expect(await shellSays(bench, runsShell, line, options)).toBe('from outside');
      expect(await readFile(join(project, 'out'), 'utf8')).toBe('from inside\n');
    },
  },
  {
    title: 'what the tool writes belongs to the user, with the user’s umask',
    needs: ['kernel'],
    holds: async (bench) => {
      const { user } = bench.subject;
      const project = await directory('project');
      const line = 'umask; touch made; mkdir dir; true';
      const options = {
        cwd: project,
        mounts: [mountOf(project)],
        user: { ...user, umask: 0o027 },
      };
      expect(await shellSays(bench, runsShell, line, options)).toBe('0027');
      const made = await stat(join(project, 'made'));
      expect([made.uid, made.gid, made.mode & 0o777]).toEqual([user.uid, user.gid, 0o640]);
      expect((await stat(join(project, 'dir'))).mode & 0o777).toBe(0o750);
    },
  },
  {
    title: 'a read-only mount refuses writes',
    needs: ['kernel'],
    holds: async (bench) => {
      const project = await directory('project');
      await writeFile(join(project, 'kept'), 'kept', { mode: 0o666 });
      const { ending, stderr } = await run(bench, runsShell, {
        args: ['LC_ALL=C; export LC_ALL; touch made'],
        cwd: project,
        mounts: [mountOf(project, 'read-only')],
      });
      expect(ending).toEqual({ kind: 'exited', status: 1 });
      expect(stderr).toContain('Read-only file system');
      expect(await readdir(project)).toEqual(['kept']);
    },
  },
  {
    title: 'the root file system is read-only',
    needs: ['kernel'],
    holds: async (bench) => {
      const options = await shellSays(
        bench,
        runsShell,
        "sed -n 's/^[^ ]* [/] [^ ]* \\([^ ]*\\).*/\\1/p' /proc/mounts",
      );
      expect(options.split(',')).toContain('ro');
    },
  },
  {
    title: 'a private /tmp is empty at first, open to all, and gone afterwards',
    needs: ['kernel'],
    holds: async (bench) => {
      const line = 'ls -A /tmp; stat -c %a /tmp; echo x > /tmp/only-in-this-launch; cat /tmp/only*';
      const first = await shellSays(bench, runsShell, line, { mounts: [TMP] });
      const second = await shellSays(bench, runsShell, line, { mounts: [TMP] });
      expect([first, second]).toEqual(['1777\nx', '1777\nx']);
      expect(await readdir(tmpdir())).not.toContain('only-in-this-launch');
    },
  },
  {
    title: 'HOME is the user’s, writable, and kept between launches',
    needs: ['kernel'],
    holds: async (bench) => {
      const { user } = bench.subject;
      const home = await directory('home');
      const mounts: BindMount[] = [
        { kind: 'bind', source: home, target: user.home, access: 'read-write', purpose: 'home' },
      ];
      const options = { mounts, env: { HOME: user.home } };
      const line = 'cat ~/notes 2>/dev/null; echo noted >> ~/notes';
      expect(await shellSays(bench, runsShell, line, options)).toBe('');
      expect(await shellSays(bench, runsShell, line, options)).toBe('noted');
    },
  },
  {
    title: 'the tool runs as the user, with a name, a group and the further groups',
    needs: ['kernel', 'groups'],
    holds: async (bench) => {
      const { user } = bench.subject;
      const line = 'id -u; id -g; id -un; id -gn; id -G | tr " " "\\n" | sort -n | tr "\\n" " "';
      const groups = [...new Set([user.gid, ...user.groups])].sort((a, b) => a - b);
      expect((await shellSays(bench, runsShell, line)).split('\n')).toEqual([
        String(user.uid),
        String(user.gid),
        user.name,
        user.group,
        groups.join(' '),
      ]);
    },
  },
  {
    title: 'the passwd entry names the home; the image’s own entries stay',
    needs: ['kernel'],
    holds: async (bench) => {
      const { user } = bench.subject;
      const line = `python3 -c 'import pwd; print(pwd.getpwuid(${user.uid}).pw_dir, pwd.getpwnam("daemon").pw_dir)'`;
      expect(await shellSays(bench, runsShell, line)).toBe(`${user.home} /usr/sbin`);
    },
  },
];
