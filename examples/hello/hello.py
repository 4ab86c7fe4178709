from __future__ import print_function

import sys

print("hello from Python", sys.version.split()[0])
print("5 / 2 is", 5 / 2)
