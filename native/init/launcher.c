#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../shared/protocol.h"
#include "launcher.h"

static int control = -1;
static bool hears_errors;

void speak_to(int to, bool also_errors) {
  control = to;
  hears_errors = also_errors;
}

int launcher(void) {
  return control;
}

void move_launcher(int to) {
  control = to;
}

void say(const char *format, ...) {
  if (control < 0) return;
  char line[LONGEST_LINE];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  if (length >= (int)sizeof line) {
    length = sizeof line;
    line[length - 1] = '\n';
  }
  /* Waits for a launcher that is stopped. One that is gone is noticed by reading. */
  if (send(control, line, (size_t)length, MSG_NOSIGNAL) != length) return;
}

void die(const char *what) {
  const char *reason = strerror(errno);
  if (control >= 0 && hears_errors) {
    say("error %s: %s\n", what, reason);
    take_leave();
  } else {
    fprintf(stderr, "tackle: init: %s: %s\n", what, reason);
  }
  exit(ENDED_BADLY);
}

/*
 * Stays until the launcher has read to the end and closed its own. Were this end closed first, with something unread in
 * it, the launcher's next write would fail with EPIPE (and Node then throws away what it has not read yet), or its next
 * read with ECONNRESET: either way init's last word would be lost.
 */
void take_leave(void) {
  if (control < 0) return;
  shutdown(control, SHUT_WR);
  char rest[LONGEST_LINE];
  for (ssize_t count = 1; count > 0 || (count < 0 && errno == EINTR);) count = read(control, rest, sizeof rest);
}
