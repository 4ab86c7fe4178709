import { chownSync } from 'node:fs';
import type { Case } from '../case.ts';
import type { Outcome, Stage } from '../stage.ts';

/** Asks every way there is to ask who one is. */
const WHO = String.raw`
import getpass, grp, os, pwd
me = pwd.getpwuid(os.getuid())
print(me.pw_name, me.pw_uid, me.pw_gid, pwd.getpwnam(me.pw_name) == me, getpass.getuser())
print(me.pw_dir == os.environ["HOME"] == os.path.expanduser("~"), os.path.expanduser("~root"))
print(grp.getgrgid(os.getgid()))
print(os.getresuid(), os.getresgid())
`;

const GROUPS = String.raw`
import grp, os
print([(gid, grp.getgrgid(gid).gr_name) for gid in sorted({os.getgid(), *os.getgroups()})])
`;

/** Natively HOME is wherever the variable says; the account's own is where it says nothing else. */
const AT_HOME = 'export HOME="$(getent passwd "$(id -u)" | cut -d: -f6)"';

/** So that what is kept for the account's real home directory lies in the stage. */
function keptHere(stage: Stage): Record<string, string> {
  return { XDG_DATA_HOME: stage.elsewhere('data'), XDG_CACHE_HOME: stage.elsewhere('cache') };
}

/** The key as a terminal sends it. */
const UP = '\x1b[A';

export const accounts: readonly Case[] = [
  {
    row: 30,
    part: 'whoami, id and getpwuid',
    streams: 'pipes',
    async observe(stage) {
      stage.write('who.py', WHO);
      const ids = `whoami; for what in u g; do id -$what; id -n$what; done; echo ~`;
      const line = `${AT_HOME}; tool bash -c '${ids}'; tool python3 who.py`;
      return stage.sh(line, { env: keptHere(stage) });
    },
  },
  {
    row: 30,
    part: 'the numbers and names of all groups',
    streams: 'pipes',
    async observe(stage) {
      stage.write('groups.py', GROUPS);
      const line = `${AT_HOME}; tool bash -c 'id; id -G; id -Gn'; tool python3 groups.py`;
      return stage.sh(line, { env: keptHere(stage) });
    },
  },
  {
    row: 30,
    part: 'a uid without an account has its ids, a home, and its files',
    streams: 'pipes',
    callers: ['root'],
    observe: (stage) => withoutAccount(stage, 'id -u; id -g'),
  },
  {
    row: 30,
    part: 'the groups of a uid without an account',
    streams: 'pipes',
    callers: ['root'],
    observe: (stage) => withoutAccount(stage, 'id -G'),
  },
  {
    row: 30,
    part: 'what is written to HOME is there the next time',
    streams: 'pipes',
    async observe(stage) {
      const write = 'cd; echo kept > note; mkdir -p .cache/deep; pwd; stat -c %u:%g . note';
      const tools = `tool bash -c '${write}'; tool git config --global user.name 'Ada L.'`;
      const next = `tool bash -c 'cat ~/note; ls -A ~/.cache'; tool git config --global user.name`;
      return stage.sh(`export HOME=${stage.elsewhere('home')}; ${tools}; ${next}`);
    },
  },
  {
    row: 30,
    part: 'a REPL remembers what was typed the last time',
    streams: 'terminal',
    async observe(stage) {
      const line = `export HOME=${stage.elsewhere('home')}; tool python3 -q`;
      await using first = stage.terminal(line);
      await first.expect('>>> ');
      first.send('x = 6 * 7\r');
      await first.expect('>>> ');
      first.send('\x04');
      await first.ended;
      await using next = stage.terminal(line);
      await next.expect('>>> ');
      next.send(UP);
      await next.expect('x = 6 * 7');
      next.send('\r');
      await next.expect('>>> ');
      next.send('print(f"<{x}>")\r');
      await next.expect('<42>');
      // Typed before the prompt, it would be the end of a line that nobody reads.
      await next.expect('>>> ');
      next.send('\x04');
      return { ...(await next.ended) };
    },
  },
];

/** Asks a tool of a uid that no passwd knows, who may reach the engine by its group. */
async function withoutAccount(stage: Stage, ids: string): Promise<Outcome> {
  const home = stage.elsewhere('home');
  const uid = 54_321;
  for (const own of [home, stage.project]) chownSync(own, uid, uid);
  const look = `${ids}; echo ~; cd; pwd; echo kept > note; cd - >/dev/null; touch made`;
  const as = `setpriv --reuid=${uid} --regid=${uid} --groups=$(getent group docker | cut -d: -f3)`;
  const env = { HOME: home, XDG_CACHE_HOME: home };
  // The first launch of anybody with a store of their own tells how it is filled.
  const line = `export PATH; ${as} tool true 2>/dev/null; ${as} tool bash -c '${look}'; ${as} tool bash -c 'cat ~/note'; stat -c '%u:%g %a' made`;
  return stage.sh(line, { env });
}
