import { writeFileSync } from 'node:fs';
import type { Case } from '../case.ts';

/*
 * Both sides of a case wait for each other by FIFOs in the project: whoever opens one for reading and
 * whoever opens it for writing wait until the other has come. What both of them write is there before, the
 * caller's: whose a new file is, is a row of its own.
 */

const LOCK = String.raw`
import fcntl, sys
with open("lock", "w") as lock:
    try:
        fcntl.lockf(lock, fcntl.LOCK_EX | (fcntl.LOCK_NB if sys.argv[1] == "try" else 0))
        print("free", flush=True)
        if sys.argv[1] == "hold":
            open("held", "w").close()
            open("go").read()
    except OSError as error:
        print(error.strerror)
`;

/** Tells what happens in the directory `watched` until something called `end` comes. */
const WATCH = String.raw`
import ctypes, os, struct
NAMES = {4: "attributes", 8: "written", 0x40: "moved from", 0x80: "moved to", 0x100: "made", 0x200: "deleted"}
libc = ctypes.CDLL(None, use_errno=True)
fd = libc.inotify_init()
assert libc.inotify_add_watch(fd, b"watched", sum(NAMES)) >= 0
open("ready", "w").close()
name = b""
while name != b"end":
    events = os.read(fd, 4096)
    while events:
        _, mask, _, length = struct.unpack("iIII", events[:16])
        name, events = events[16:16 + length].rstrip(b"\0"), events[16 + length:]
        print(NAMES[mask & 0xfff], name.decode())
`;

const STIR = 'cd watched; echo 1 > file; chmod 600 file; mv file moved; rm moved; mkdir end';

/** Replaces a file again and again, until told to stop. */
const REPLACE = String.raw`
import os, threading
told = threading.Event()
threading.Thread(target=lambda: (open("stop").read(), told.set()), daemon=True).start()
open("ready", "w").close()
for turn in range(10**9):
    with open("next", "w") as file:
        file.write("x" * 10000)
    os.replace("next", "current")
    if told.is_set(): break
`;

const READ_OFTEN = String.raw`
whole = sum(len(open("current").read()) == 10000 for _ in range(3000))
print(whole)
`;

const MAP = String.raw`
import mmap, sys
with open("mapped", "r+b") as file:
    view = mmap.mmap(file.fileno(), 4096)
if sys.argv[1] == "first":
    view[10:15] = b"hello"
    open("there", "w").close()
    open("back").read()
    print(view[20:25])
else:
    open("there").read()
    print(view[10:15])
    view[20:25] = b"again"
    open("back", "w").close()
`;

/** Passes words and a descriptor through a socket in the project. */
const SERVE = String.raw`
import os, socket, struct
server = socket.socket(socket.AF_UNIX)
server.bind("socket")
server.listen()
open("ready", "w").close()
peer, _ = server.accept()
_, uid, gid = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
words, [pipe], _, _ = socket.recv_fds(peer, 100, 1)
print(words, (uid, gid) == (os.getuid(), os.getgid()))
os.write(pipe, b"by the descriptor")
peer.send(b"and back")
`;

const CONNECT = String.raw`
import os, socket
client = socket.socket(socket.AF_UNIX)
client.connect("socket")
mine, theirs = os.pipe()
socket.send_fds(client, [b"there"], [theirs])
os.close(theirs)
print(client.recv(100), os.read(mine, 100))
`;

/** What a local file system can do, and network and overlay file systems often cannot. */
const ABILITIES = String.raw`
import os
with open("sparse", "wb") as file:
    file.truncate(1 << 30)
    file.seek(1 << 29)
    file.write(b"x")
with open("sparse", "rb") as file:
    print(os.lseek(file.fileno(), 0, os.SEEK_DATA), os.lseek(file.fileno(), 1 << 29, os.SEEK_HOLE))
with open("reserved", "wb") as file:
    os.posix_fallocate(file.fileno(), 0, 1 << 20)
nameless = os.open(".", os.O_TMPFILE | os.O_RDWR, 0o640)
os.write(nameless, b"no name yet")
os.link(f"/proc/self/fd/{nameless}", "named", follow_symlinks=True)
with open("named", "rb") as source, open("copied", "wb") as copy:
    print(os.copy_file_range(source.fileno(), copy.fileno(), 100))
os.setxattr("named", "user.tag", b"\0\xff")
os.sync()
`;

export const sharedFiles: readonly Case[] = [
  {
    row: 33,
    part: 'links of both kinds, made on either side',
    streams: 'pipes',
    async observe(stage) {
      const make = (of: string, as: string) =>
        `ln -s ${of} ${as}-relative; ln -s "$PWD/${of}" ${as}-absolute; ln ${of} ${as}-hard`;
      const read = (as: string) =>
        `cat ${as}-*; readlink ${as}-*; stat -c %h file; [ file -ef ${as}-hard ] && echo same`;
      const line = [
        `echo content > file; ${make('file', 'host')}`,
        `tool bash -c '${read('host')}; ${make('file', 'tool')}'; ${read('tool')}`,
        `[ "$(tool bash -c 'stat -c %i file')" = "$(stat -c %i file)" ] && echo 'one inode'`,
      ];
      return stage.sh(line.join('\n'));
    },
  },
  {
    row: 33,
    part: 'a lock held outside holds inside',
    streams: 'pipes',
    async observe(stage) {
      stage.write('lock.py', LOCK);
      const line = [
        'mkfifo held go waiting; touch order; exec 9> lock; flock 9',
        `tool bash -c 'flock -n lock echo free || echo held' 9>&-`,
        `tool bash -c 'echo > waiting; flock lock echo after >> order' 9>&- & read < waiting`,
        'echo before >> order; flock -u 9; wait; cat order',
        'python3 lock.py hold > held.txt & read < held; tool python3 lock.py try; echo > go; wait',
      ];
      return stage.sh(line.join('\n'));
    },
  },
  {
    row: 33,
    part: 'a lock held inside holds outside',
    streams: 'pipes',
    async observe(stage) {
      stage.write('lock.py', LOCK);
      const line = [
        'mkfifo held go; touch lock order',
        `tool bash -c 'exec 9> lock; flock 9; echo > held; read < go; echo before > order' & read < held`,
        'flock -n lock echo free || echo held; echo > go; flock lock echo after >> order; wait; cat order',
        'tool python3 lock.py hold > held.txt & read < held; python3 lock.py try; echo > go; wait',
        'python3 lock.py try',
      ];
      return stage.sh(line.join('\n'));
    },
  },
  {
    row: 33,
    part: 'inotify inside sees what is done outside',
    streams: 'pipes',
    async observe(stage) {
      stage.write('watch.py', WATCH);
      const watch = 'mkdir watched; mkfifo ready; tool python3 watch.py & read < ready';
      return stage.sh(`${watch}; ${STIR}; wait`);
    },
  },
  {
    row: 33,
    part: 'inotify outside sees what is done inside',
    streams: 'pipes',
    async observe(stage) {
      stage.write('watch.py', WATCH);
      const watch = 'mkdir watched; mkfifo ready; python3 watch.py & read < ready';
      return stage.sh(`${watch}; tool bash -c '${STIR}'; wait`);
    },
  },
  {
    row: 33,
    part: 'times to the nanosecond, both ways',
    streams: 'pipes',
    async observe(stage) {
      const times = ['1970-01-01T00:00:00.000000001Z', '2038-01-19T03:14:08.123456789Z'];
      const touch = (as: string) => times.map((t, i) => `touch -d ${t} ${as}${i}`).join('; ');
      const read = (as: string) => `stat -c '%.9X %.9Y' ${as}0 ${as}1`;
      const inside = `${read('host')}; ${touch('tool')}`.replaceAll("'", '"');
      return stage.sh(`${touch('host')}; tool bash -c '${inside}'; ${read('tool')}`);
    },
  },
  {
    row: 33,
    part: 'a file that is replaced is never seen missing or in part',
    streams: 'pipes',
    async observe(stage) {
      stage.write('current', 'x'.repeat(10_000));
      stage.write('replace.py', REPLACE);
      stage.write('read.py', READ_OFTEN);
      const start = 'mkfifo ready stop; tool python3 replace.py & read < ready';
      return stage.sh(`${start}; python3 read.py; echo > stop; wait`);
    },
  },
  {
    row: 33,
    part: 'lines appended from both sides at once are all there',
    streams: 'pipes',
    async observe(stage) {
      const append = (who: string) => `for i in {1..500}; do echo ${who} >> log; done`;
      const line = `mkfifo ready; touch log; tool bash -c 'echo > ready; ${append('tool')}' & read < ready; ${append('host')}; wait`;
      return stage.sh(`${line}; sort log | uniq -c`);
    },
  },
  {
    row: 33,
    part: 'a mapping is shared memory',
    streams: 'pipes',
    async observe(stage) {
      stage.write('mapped', Buffer.alloc(4096));
      stage.write('map.py', MAP);
      return stage.sh(
        'mkfifo there back; tool python3 map.py first > first & python3 map.py then; wait; cat first',
      );
    },
  },
  {
    row: 33,
    part: 'a socket in the project joins both sides, either one serving',
    streams: 'pipes',
    async observe(stage) {
      stage.write('serve.py', SERVE);
      stage.write('connect.py', CONNECT);
      const outwards =
        'tool python3 serve.py > served & read < ready; python3 connect.py; wait; rm socket';
      const inwards =
        'python3 serve.py >> served & read < ready; tool python3 connect.py; wait; cat served';
      return stage.sh(`mkfifo ready; ${outwards}; ${inwards}`);
    },
  },
  {
    row: 33,
    part: 'a FIFO in the project joins both sides',
    streams: 'pipes',
    async observe(stage) {
      const bytes = `head -c 300000 /dev/zero | tr '\\0' x`;
      const outwards = `tool bash -c '${bytes.replaceAll("'", '"')} > fifo' & wc -c < fifo; wait`;
      const inwards = `tool bash -c 'wc -c < fifo' & ${bytes} > fifo; wait`;
      return stage.sh(`mkfifo fifo; ${outwards}; ${inwards}`);
    },
  },
  {
    row: 33,
    part: 'a program written on one side runs on the other',
    streams: 'pipes',
    async observe(stage) {
      stage.write('theirs', '#!/usr/bin/env python3\nprint("run inside")\n', 0o755);
      const write = `printf "#!/bin/sh\\necho run outside\\n" > ours; chmod +x ours; cp /bin/echo copy`;
      return stage.sh(
        `tool bash -c './theirs; ${write}'; ./ours; ./copy copied; stat -c %a ours copy`,
      );
    },
  },
  {
    row: 33,
    part: 'holes, reserved space, nameless files and attributes',
    streams: 'pipes',
    async observe(stage) {
      stage.write('abilities.py', ABILITIES);
      const attribute = `python3 -c 'import os; print(os.getxattr("named", "user.tag"))'`;
      return stage.sh(
        `tool python3 abilities.py; stat -c '%n %s %b %a' sparse reserved named copied; cat copied; ${attribute}`,
      );
    },
  },
  {
    row: 33,
    part: 'names of any bytes, and of any length',
    streams: 'pipes',
    async observe(stage) {
      const names = ['\xff\xfe', 'a\nb', ' ', '*', 'é', 'e\u0301', 'É', 'n'.repeat(255)];
      for (const name of names) {
        const bytes = Buffer.from(name, name.startsWith('\xff') ? 'latin1' : 'utf8');
        writeFileSync(Buffer.concat([Buffer.from(stage.makeDirectory('names') + '/'), bytes]), '');
      }
      const list = 'import os; print(sorted(os.listdir(b"names")))';
      const make = `open(b"names/" + bytes(range(1, 256)).replace(b"/", b""), "w")`;
      return stage.sh(
        `tool python3 -c '${list}; ${make}' 2>&1; python3 -c '${list}'; ls names | wc -l`,
      );
    },
  },
];
