/*
 * A user namespace remembers the RLIMIT_NPROC of whoever made it, and lets those within be no more than that, as
 * they are counted in the namespace around it (user_namespaces of Linux 5.14, `is_rlimit_overlimit`). The sandbox is a
 * namespace of its own, so that only its own processes are counted. The limit itself is put back: it is the
 * caller's, and a tool may look at it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "processes.h"

static bool write_file(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  bool is_written = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
  close(fd);
  return is_written;
}

/* Everybody stays who they are. */
static bool map_self(unsigned user, unsigned group) {
  char users[32], groups[32];
  snprintf(users, sizeof users, "%u %u 1", user, user);
  snprintf(groups, sizeof groups, "%u %u 1", group, group);
  return write_file("/proc/self/setgroups", "deny") && write_file("/proc/self/uid_map", users) &&
         write_file("/proc/self/gid_map", groups);
}

bool limit_processes(unsigned long count) {
  unsigned user = getuid(), group = getgid();
  struct rlimit callers, limited;
  if (getrlimit(RLIMIT_NPROC, &callers) < 0) return false;
  limited = callers;
  if (count < limited.rlim_cur) limited.rlim_cur = count;
  if (setrlimit(RLIMIT_NPROC, &limited) < 0 || unshare(CLONE_NEWUSER) < 0) return false;
  return setrlimit(RLIMIT_NPROC, &callers) == 0 && map_self(user, group);
}

bool takes_by_default(pid_t process, int number) {
  char path[32], line[128];
  unsigned long long set, others = 0;
  snprintf(path, sizeof path, "/proc/%d/status", process);
  FILE *status = fopen(path, "re");
  if (status == NULL) return false;
  while (fgets(line, sizeof line, status) != NULL) {
    if (sscanf(line, "SigIgn: %llx", &set) == 1 || sscanf(line, "SigCgt: %llx", &set) == 1) others |= set;
  }
  fclose(status);
  return (others >> (number - 1) & 1) == 0;
}
