/*
 * The tool's outputs that are streams. Each is a pipe from the tool to init, which hands on what comes to its own
 * descriptor of the same number: whoever reads that outside never sees when a reader goes away, and init can
 * break its pipe.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include "outputs.h"

static struct output {
  int from;        /* the end of the tool's pipe that init reads, or -1 */
  int to;          /* the end that the tool writes to, until it has its copy; or -1 */
  bool has_bytes;  /* which wait for room outside */
  bool has_total;  /* which nobody has taken yet */
  unsigned long long total; /* bytes handed on */
} output[3] = {{.from = -1, .to = -1}, {.from = -1, .to = -1}, {.from = -1, .to = -1}};

bool open_output(int fd) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return false;
  output[fd].from = ends[0];
  output[fd].to = ends[1];
  return true;
}

int tools_end(int fd) {
  return output[fd].to;
}

void close_tools_ends(void) {
  for (int fd = 1; fd < 3; fd++) {
    if (output[fd].to >= 0) close(output[fd].to);
    output[fd].to = -1;
  }
}

bool is_output_open(int fd) {
  return output[fd].from >= 0;
}

bool has_total(int fd) {
  return output[fd].has_total;
}

unsigned long long take_total(int fd) {
  output[fd].has_total = false;
  return output[fd].total;
}

void break_output(int fd) {
  if (output[fd].from < 0) return;
  close(output[fd].from);
  output[fd].from = -1;
  output[fd].has_bytes = false;
  output[fd].has_total = true;
}

/*
 * Hands on what the tool wrote, from pipe to pipe without copying. Returns false when there is no more
 * to come, or nobody to take it.
 */
static bool pass_on(int fd) {
  ssize_t count = splice(output[fd].from, NULL, fd, NULL, 1 << 20, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
  if (count < 0 && errno == EINVAL) { /* outside is no pipe: a container without its streams attached */
    char bytes[4096];
    count = read(output[fd].from, bytes, sizeof bytes);
    ssize_t sent = 0;
    while (sent < count) {
      ssize_t part = write(fd, bytes + sent, (size_t)(count - sent));
      if (part < 0) return false;
      sent += part;
    }
  }
  if (count > 0) output[fd].total += (unsigned long long)count;
  return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

struct pollfd next_of_output(int fd) {
  if (output[fd].has_bytes) return (struct pollfd){.fd = fd, .events = POLLOUT};
  return (struct pollfd){.fd = output[fd].from, .events = POLLIN};
}

/* poll tells of an output first that there is something to read, then that there is room outside. */
void attend_output(int fd) {
  if (output[fd].from < 0) return;
  if (!output[fd].has_bytes) {
    output[fd].has_bytes = true;
  } else if (pass_on(fd)) {
    output[fd].has_bytes = false;
  } else {
    break_output(fd);
  }
}
