#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "launcher.h"
#include "modes.h"
#include "pty.h"

struct pty open_pty(const struct winsize *size) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0) die("open a pty");
  int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (slave < 0) die("open a pty");
  ioctl(master, TIOCSWINSZ, size); /* before there is a foreground group that would get SIGWINCH */
  take_modes(slave);
  setsid(); /* fails where a runtime has done it already */
  if (ioctl(slave, TIOCSCTTY, 0) < 0) die("take the pty as controlling terminal");
  return (struct pty){.master = master, .slave = slave};
}
