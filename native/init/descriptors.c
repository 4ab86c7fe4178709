#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "descriptors.h"

/* Whatever else is to go somewhere from this number goes out of the way. */
static bool clear_number(int number, struct place *places, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (places[i].from != number || places[i].to == number) continue;
    int elsewhere = fcntl(number, F_DUPFD_CLOEXEC, 0);
    if (elsewhere < 0) return false;
    places[i].from = elsewhere;
  }
  return true;
}

bool place_descriptors(struct place *places, size_t count) {
  for (size_t i = 0; i < count; i++) {
    struct place *place = &places[i];
    if (place->to < 0) continue;
    if (!clear_number(place->to, places, count)) return false;
    /* dup2 from a number to itself would leave it to be closed. */
    if (place->from == place->to ? fcntl(place->to, F_SETFD, 0) < 0 : dup2(place->from, place->to) < 0) return false;
    place->from = place->to;
  }
  return true;
}

/* What the system calls do, before they were there. */
static void each_from(int first, int kept, void (*change)(int fd)) {
  DIR *open_ones = opendir("/proc/self/fd");
  if (open_ones == NULL) return;
  for (struct dirent *entry; (entry = readdir(open_ones)) != NULL;) {
    int fd = atoi(entry->d_name);
    if (entry->d_name[0] != '.' && fd >= first && fd != kept && fd != dirfd(open_ones)) change(fd);
  }
  closedir(open_ones);
}

static void keep(int fd) {
  fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static void close_one(int fd) {
  close(fd);
}

/* Linux 5.9, with flags 5.11; EPERM or ENOSYS under a filter of system calls that is older. */
static bool change_range(unsigned first, unsigned last, unsigned flags) {
#ifdef SYS_close_range
  return first > last || syscall(SYS_close_range, first, last, flags) == 0;
#else
  return first > last && flags == 0;
#endif
}

void keep_descriptors(void) {
  enum { CLOSES_ON_EXEC = 1 << 2 }; /* CLOSE_RANGE_CLOEXEC */
  if (!change_range(0, ~0U, CLOSES_ON_EXEC)) each_from(0, -1, keep);
}

void close_from(int first, int kept) {
  unsigned from = (unsigned)first;
  bool are_closed = kept < first ? change_range(from, ~0U, 0)
                                 : change_range(from, (unsigned)kept - 1, 0) && change_range((unsigned)kept + 1, ~0U, 0);
  if (!are_closed) each_from(first, kept, close_one);
}

static struct rlimit before;

void widen_descriptors(void) {
  if (getrlimit(RLIMIT_NOFILE, &before) < 0) return;
  struct rlimit wide = {.rlim_cur = before.rlim_max, .rlim_max = before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &wide);
}

void narrow_descriptors(void) {
  if (before.rlim_max > 0) setrlimit(RLIMIT_NOFILE, &before);
}
