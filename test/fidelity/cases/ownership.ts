import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { ordinaryUser } from '../../rig/user.ts';
import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

/** What the host sees of everything in the directory `made`. */
const SEEN = `cd made; stat -c '%n: %F, %u:%g %a, %h' * .`;

/** By every call that takes a mode, and by programs that choose one. */
const MAKE = String.raw`
import os, tempfile
os.close(os.open("all", os.O_CREAT | os.O_WRONLY, 0o777))
os.mkdir("directory")
os.mkfifo("fifo")
tempfile.mkstemp(prefix="secret", suffix=".tmp", dir=".")
os.rename(next(name for name in os.listdir() if name.endswith(".tmp")), "temporary")
os.system("echo > file; mkdir -m 750 private; install -m 640 file installed; ln -s file link; ln file hard; cp all copied; umask")
`;

const SET = String.raw`
touch setuid sticky none dated; mkdir shared; ln -s dated link
chmod 4711 setuid; chmod 1666 sticky; chmod 000 none; chmod 1777 shared; chmod a=rX,u+w dated
python3 -c 'import os; os.setxattr("dated", "user.note", bytes(range(256)))'
touch -d 1999-12-31T23:59:59.123456789Z -- setuid sticky none dated shared
touch -h -d 2001-01-01T00:00:00.5Z link
`;

export const ownership: readonly Case[] = [
  {
    row: 29,
    part: 'owner and mode of all that it makes, with any umask',
    streams: 'pipes',
    async observe(stage) {
      stage.write('make.py', MAKE);
      const tried = ['022', '027', '077', '002'].map((umask) => {
        const parent = `umask ${umask}`;
        stage.makeDirectory(`${parent}/made`);
        const make = `tool bash -c 'cd "${parent}/made" && python3 ../../make.py'`;
        return stage.sh(`umask ${umask}; ${make}; cd "${parent}"; ${SEEN}`);
      });
      return Promise.all(tried);
    },
  },
  {
    row: 29,
    part: 'a umask that leaves nobody any right, not even the owner',
    streams: 'pipes',
    async observe(stage) {
      stage.makeDirectory('made');
      const tool = `tool bash -c 'umask; cd made; mkdir directory; echo > file'`;
      return stage.sh(`umask 777; ${tool}; ${SEEN}`);
    },
  },
  {
    row: 29,
    part: 'a set-group-ID directory passes its group on',
    streams: 'pipes',
    async observe(stage) {
      shared(stage, 0o2775);
      return stage.sh(`tool bash -c 'cd made; echo > file; mkdir -p dir/below'; ${SEEN} dir/below`);
    },
  },
  {
    row: 29,
    part: 'what a group may do, its members may',
    streams: 'pipes',
    callers: ['user'],
    async observe(stage) {
      chownSync(shared(stage, 0o770), 0, groupOf(stage));
      return stage.sh(`tool bash -c 'cd made; echo > file; chgrp "$(stat -c %g .)" file'; ${SEEN}`);
    },
  },
  {
    row: 29,
    part: 'modes, times and attributes that it sets',
    streams: 'pipes',
    async observe(stage) {
      stage.makeDirectory('made');
      stage.write('set.sh', SET);
      const note = `python3 -c 'import os; print(os.getxattr("dated", "user.note").hex())'`;
      return stage.sh(
        `tool bash -c 'cd made; . ../set.sh'; cd made; ${note}; stat -c '%n: %F, %a %.9Y' *`,
      );
    },
  },
  {
    row: 29,
    part: 'temporary files are the caller’s alone, and can be run',
    streams: 'pipes',
    async observe(stage) {
      const script = [
        'stat -c "%a %F" "${TMPDIR:-/tmp}"; f=$(mktemp); d=$(mktemp -d); stat -c "%a %u:%g" "$f" "$d"',
        'echo "echo ran" > "$d/program"; chmod +x "$d/program"; "$d/program"',
        'mv "$d/program" made; rm -r "$f" "$d"',
      ].join('; ');
      return stage.sh(`tool bash -c '${script}'; stat -c '%a %u:%g' made; ./made`);
    },
  },
  {
    row: 29,
    part: 'root may read and give away what belongs to others',
    streams: 'pipes',
    callers: ['root'],
    async observe(stage) {
      stage.write('mine', '');
      chownSync(stage.write('theirs', 'theirs\n', 0o600), 4321, 4321);
      return stage.sh(`tool bash -c 'cat theirs; chown 4321:4321 mine'; stat -c '%u:%g' mine`);
    },
  },
];

/** The directory `made`, of a group that is not the caller's first. */
function shared(stage: Stage, mode: number): string {
  const directory = stage.makeDirectory('made');
  chownSync(directory, stage.ids.uid, groupOf(stage));
  chmodSync(directory, mode);
  return directory;
}

/** One that the caller is in and that its files do not get by themselves. */
function groupOf({ caller }: Stage): number {
  if (caller === 'root') return 4321;
  const groups = execFileSync('id', ['-G', ordinaryUser().name], { encoding: 'utf8' });
  return Number(groups.split(' ')[1]);
}
