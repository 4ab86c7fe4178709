# Asks on /dev/tty, and answers on stdout.
with open('/dev/tty', 'r+b', buffering=0) as tty:
    tty.write(b'name? ')
    name = tty.readline()
print(f'name is {name!r}', flush=True)
