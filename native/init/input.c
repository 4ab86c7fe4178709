/*
 * The tool's input where it is a stream: a pipe from init to the tool, which init fills from its own descriptor 0.
 * Whoever writes to that outside never hears that the tool has closed its input; of its own pipe init does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include "input.h"

static int to = -1;    /* the end that init writes to, or -1 */
static int from = -1;  /* the end that the tool reads, until it has its copy; or -1 */
static bool has_bytes; /* which wait for room in the pipe */

bool open_input(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return false;
  from = ends[0];
  to = ends[1];
  return true;
}

int tools_input(void) {
  return from;
}

void close_tools_input(void) {
  if (from >= 0) close(from);
  from = -1;
}

static void end_input(void) {
  close(to);
  close(0);
  to = -1;
}

/* Returns false at the end of what comes, and with EPIPE when nobody takes it. */
static bool fill_pipe(void) {
  errno = 0;
  ssize_t count = splice(0, NULL, to, NULL, 1 << 20, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
  if (count < 0 && errno == EINVAL) { /* outside is something that cannot be spliced */
    char bytes[4096]; /* for as much there is room, poll(2) has said */
    count = read(0, bytes, sizeof bytes);
    if (count > 0 && write(to, bytes, (size_t)count) != count) return false;
  }
  return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

void poll_input(struct pollfd at[INPUT_POLLS]) {
  at[0] = (struct pollfd){.fd = to >= 0 && !has_bytes ? 0 : -1, .events = POLLIN};
  at[1] = (struct pollfd){.fd = to, .events = has_bytes ? POLLOUT : 0};
}

bool attend_input(const struct pollfd at[INPUT_POLLS]) {
  bool is_closed = at[1].revents & POLLERR, is_over = is_closed;
  if (at[0].revents) has_bytes = true;
  if (!is_closed && (at[1].revents & POLLOUT)) {
    has_bytes = false;
    is_over = !fill_pipe();
    is_closed = is_over && errno == EPIPE;
  }
  if (is_over) end_input();
  return !is_closed;
}
