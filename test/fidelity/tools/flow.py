# After each of three lines says whether the screen takes more, but not on the screen.
import os
import select

os.write(1, b'ready\n')
takes = []
for _ in range(3):
    os.read(0, 1024)
    takes.append(select.select([], [1], [], 0)[1] == [1])
print(takes)
