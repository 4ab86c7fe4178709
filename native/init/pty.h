#ifndef TACKLE_PTY_H
#define TACKLE_PTY_H
#include <stdbool.h>
#include <sys/ioctl.h>

struct pty {
  int master, slave; /* each may be -1 */
};

/*
 * Opens a pty and makes it init's controlling terminal. init stays the session's leader and the tool
 * gets a process group of its own in that session: were the tool the leader, its group would be
 * orphaned and the kernel would throw Ctrl-Z away (POSIX, "orphaned process group").
 * Dies when there is none to be had.
 */
struct pty open_pty(const struct winsize *size);

#endif
