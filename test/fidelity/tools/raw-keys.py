# Shows every byte that arrives in raw mode in hexadecimal, at once; `q` ends it.
import os
import termios
import tty

before = termios.tcgetattr(0)
tty.setraw(0)
os.write(1, b'ready\r\n')
byte = b''
while byte != b'q':
    byte = os.read(0, 1)
    os.write(1, byte.hex().encode() + b' ')
termios.tcsetattr(0, termios.TCSADRAIN, before)
