#define _GNU_SOURCE
#include "complain.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

bool find_listener(void) {
  int flags = fcntl(2, F_GETFL);
  if (flags >= 0 && !(flags & O_PATH)) return true;
  int listener = open("/proc/self/fd/2", O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (listener < 0) listener = open("/dev/tty", O_WRONLY | O_NOCTTY | O_CLOEXEC);
  return listener >= 0 && dup2(listener, 2) == 2;
}

_Noreturn void complain(int status, const char *hint, const char *format, ...) {
  va_list values;
  find_listener();
  va_start(values, format);
  fputs("tackle: ", stderr);
  vfprintf(stderr, format, values);
  va_end(values);
  fprintf(stderr, "\nhint: %s\n", hint);
  exit(status);
}
