#define _GNU_SOURCE
#include "terminal.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* The master of a pty answers as its terminal does, and is none. */
static bool is_master(int fd) {
  unsigned number;
  return ioctl(fd, TIOCGPTN, &number) == 0;
}

static bool is_one(const struct descriptor *d) {
  return d->is_terminal && !is_master(d->number);
}

/* The kernel tells the group in the foreground of a terminal to those only whom it controls. */
static bool is_controlling(int fd) {
  return tcgetpgrp(fd) >= 0;
}

/* That of the terminal itself, also where /dev/tty was opened. */
static unsigned device_of(int fd) {
  unsigned device = 0;
  return ioctl(fd, TIOCGDEV, &device) == 0 ? device : 0;
}

static const struct descriptor *best(void) {
  const struct descriptor *first = NULL;
  for (const struct descriptor *d = stock.descriptors; d < stock.descriptors + stock.count; d++) {
    if (d->number > 2 || !is_one(d)) continue;
    if (is_controlling(d->number)) return d;
    if (first == NULL || d->number < first->number) first = d;
  }
  return first;
}

/*
 * By the descriptor first: a process without a controlling terminal (`setsid`) has no /dev/tty. After `su` the terminal
 * is another user's, and only /dev/tty opens.
 */
static int open_again(const struct descriptor *d, bool controls) {
  enum { HOW = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC };
  int fd = -1;
  if (d != NULL) {
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", d->number);
    fd = open(path, HOW);
  }
  return fd < 0 && controls ? open("/dev/tty", HOW) : fd;
}

struct terminal find_terminal(void) {
  struct terminal terminal = {.fd = -1};
  const struct descriptor *d = best();
  terminal.controls = d == NULL || is_controlling(d->number);
  terminal.fd = open_again(d, terminal.controls);
  if (d == NULL) return terminal;
  terminal.status = d->status;
  if (terminal.fd < 0) {
    terminal.fd = fcntl(d->number, F_DUPFD_CLOEXEC, 3);
    terminal.is_borrowed = true;
  }
  int ends = 0;
  for (d = stock.descriptors; d < stock.descriptors + stock.count; d++)
    if (d->number < 2 && leads_to(d, &terminal)) ends++;
  terminal.has_both_ends = ends == 2;
  return terminal;
}

bool leads_to(const struct descriptor *d, const struct terminal *terminal) {
  if (terminal->fd < 0 || !is_one(d)) return false;
  if (terminal->controls || is_controlling(d->number)) return terminal->controls && is_controlling(d->number);
  /* Each instance of devpts counts from 0. */
  return d->status.st_dev == terminal->status.st_dev && device_of(d->number) == device_of(terminal->fd);
}

bool is_in_front(const struct terminal *terminal) {
  pid_t group = tcgetpgrp(terminal->fd);
  return group < 0 || group == getpgrp();
}

bool size_of(const struct terminal *terminal, struct winsize *size) {
  return ioctl(terminal->fd, TIOCGWINSZ, size) == 0 && size->ws_row > 0 && size->ws_col > 0;
}

bool has_hung_up(const struct terminal *terminal) {
  struct termios modes;
  return tcgetattr(terminal->fd, &modes) < 0;
}
