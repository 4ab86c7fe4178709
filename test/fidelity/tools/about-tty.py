# Says what it finds of its terminal, without the names and numbers that may differ.
import json
import os
import stat


def is_same_terminal(path):
    if not path.startswith('/dev/'):
        return False
    again = os.open(path, os.O_RDWR | os.O_NOCTTY)
    return os.isatty(again) and os.fstat(again).st_rdev == os.fstat(0).st_rdev


tty = os.open('/dev/tty', os.O_RDWR)
owner = os.fstat(0)
print(json.dumps({
    'terminals': [os.isatty(fd) for fd in (0, 1, 2, tty)],
    'one name': len({os.ttyname(fd) for fd in (0, 1, 2)}),
    'opens by its name': is_same_terminal(os.ttyname(0)),
    'is a character device': stat.S_ISCHR(owner.st_mode),
    'is mine': owner.st_uid == os.getuid(),
    'controls my session': os.tcgetpgrp(tty) == os.tcgetpgrp(0) and os.getsid(0) != 0,
    'my group is in front': os.tcgetpgrp(0) == os.getpgrp(),
    'I lead my group': os.getpgrp() == os.getpid(),
    'I lead my session': os.getsid(0) == os.getpid(),
    'parent and I share a session': os.getsid(os.getppid()) == os.getsid(0),
}))
