# Says the bytes of every line that it reads.
import os

os.write(1, b'ready\n')
while line := os.read(0, 4096):
    os.write(1, f'{line!r}\n'.encode())
