# Counts the signals of one kind, says each of them, and the count for every line that it reads.
import os
import select
import signal
import sys

count = 0


def hear(*_):
    global count
    count += 1
    os.write(1, b'heard\n')


# The pipe is there so that no signal comes unnoticed just before a wait.
woken, wake = os.pipe()
os.set_blocking(wake, False)
signal.set_wakeup_fd(wake)
signal.signal(signal.Signals[sys.argv[1]], hear)
os.write(1, b'up\n')
while True:
    ready, _, _ = select.select([0, woken], [], [])
    if woken in ready:
        os.read(woken, 64)
    elif os.read(0, 1024):
        os.write(1, f'heard {count} in all\n'.encode())
    else:
        break
