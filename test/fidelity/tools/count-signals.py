# Counts the signals of one kind, says each of them, and the count for every line that it reads.
import os
import signal
import sys

count = 0


def hear(*_):
    global count
    count += 1
    os.write(1, b'heard\n')


signal.signal(signal.Signals[sys.argv[1]], hear)
os.write(1, b'up\n')
while os.read(0, 1024):
    os.write(1, f'heard {count} in all\n'.encode())
