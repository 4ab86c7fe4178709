# Writes to the file `takes`, after each of three lines, whether the screen takes more.
import os
import select

with open('takes', 'wb', buffering=0) as takes:
    os.write(1, b'ready\n')
    for _ in range(3):
        os.read(0, 1024)
        takes.write(b'yes\n' if select.select([], [1], [], 0)[1] else b'no\n')
