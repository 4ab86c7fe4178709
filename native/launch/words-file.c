#define _GNU_SOURCE
#include "words-file.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PARTS = 256 };

struct writer {
  int fd;
  struct iovec parts[PARTS];
  int count;
  bool has_failed;
};

static void flush(struct writer *to) {
  struct iovec *at = to->parts;
  while (to->count > 0 && !to->has_failed) {
    ssize_t written = writev(to->fd, at, to->count);
    to->has_failed = written < 0 && errno != EINTR;
    size_t rest = written < 0 ? 0 : (size_t)written;
    for (; to->count > 0 && rest >= at->iov_len; at++, to->count--) rest -= at->iov_len;
    if (rest == 0) continue;
    at->iov_base = (char *)at->iov_base + rest;
    at->iov_len -= rest;
  }
}

static void put(struct writer *to, const char *word) {
  if (to->count == PARTS) flush(to);
  if (!to->has_failed) to->parts[to->count++] = (struct iovec){.iov_base = (char *)word, .iov_len = strlen(word) + 1};
}

static size_t size_of_words(char *const *env, char *const *argv) {
  size_t size = 1;
  for (; *env != NULL; env++) size += strlen(*env) + 1;
  for (; *argv != NULL; argv++) size += strlen(*argv) + 1;
  return size;
}

/* `ulimit -f` is about the tool's files: for this one the soft limit does not count. */
static bool lift_limit(size_t size, struct rlimit *before) {
  if (getrlimit(RLIMIT_FSIZE, before) < 0 || before->rlim_cur >= size) return true;
  struct rlimit lifted = {before->rlim_max, before->rlim_max};
  errno = EFBIG;
  return before->rlim_max >= size && setrlimit(RLIMIT_FSIZE, &lifted) == 0;
}

int make_words_file(char *const *env, char *const *argv) {
  struct rlimit before = {RLIM_INFINITY, RLIM_INFINITY};
  if (!lift_limit(size_of_words(env, argv), &before)) return -1;
  struct writer to = {.fd = (int)syscall(SYS_memfd_create, "words", MFD_CLOEXEC)};
  if (to.fd >= 0) {
    for (; *env != NULL; env++)
      if (**env != '\0') put(&to, *env);
    put(&to, "");
    for (; *argv != NULL; argv++) put(&to, *argv);
    flush(&to);
  }
  int reason = errno;
  setrlimit(RLIMIT_FSIZE, &before);
  if (to.fd >= 0 && to.has_failed) {
    close(to.fd);
    to.fd = -1;
  }
  errno = reason;
  return to.fd;
}
