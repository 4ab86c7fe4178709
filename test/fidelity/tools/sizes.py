# Says the size of the terminal behind one descriptor on another: at the start, and at each of COUNT resizes.
import os
import signal
import sys

terminal, out, count = map(int, sys.argv[1:])
resized = {signal.SIGWINCH}


def say():
    columns, rows = os.get_terminal_size(terminal)
    os.write(out, f'{columns}x{rows}\n'.encode())


signal.pthread_sigmask(signal.SIG_BLOCK, resized)
say()
for _ in range(count):
    signal.sigwait(resized)
    say()
