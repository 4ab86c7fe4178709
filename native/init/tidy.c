#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tidy.h"

/* Each level takes a descriptor and a buffer. What lies deeper is first moved up. */
enum { DEEPEST = 32 };

static int top;
static dev_t device; /* that it lies on; whatever lies on another is the caller's own */

static bool is_itself_or_parent(const char *name) {
  return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* To the top, under a name that is free there. */
static bool move_up(int directory, const char *name) {
  for (unsigned number = 0; number < 1000; number++) {
    char free_name[32];
    struct stat there;
    snprintf(free_name, sizeof free_name, ".tackle-deep-%u", number);
    if (fstatat(top, free_name, &there, AT_SYMLINK_NOFOLLOW) < 0)
      return errno == ENOENT && renameat(directory, name, top, free_name) == 0;
  }
  return false;
}

static bool empty_opened(int directory, int depth);

/* Whether anything was removed or moved on the way. */
static bool remove_directory(int parent, const char *name, int depth) {
  /* The kernel tells of a mount point (EBUSY) before it looks into it. */
  if (unlinkat(parent, name, AT_REMOVEDIR) == 0) return true;
  if (errno != ENOTEMPTY && errno != EEXIST) return false;
  if (depth == DEEPEST) return move_up(parent, name);
  /* Of a mount the kernel has told already; where somebody's files are at stake, twice is better. */
  struct stat here;
  if (fstatat(parent, name, &here, AT_SYMLINK_NOFOLLOW) < 0 || here.st_dev != device) return false;
  fchmodat(parent, name, 0700, 0); /* no link: it has been said to be a directory, and nobody else is here */
  int directory = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (directory < 0) return false;
  bool has_changed = empty_opened(directory, depth + 1);
  return unlinkat(parent, name, AT_REMOVEDIR) == 0 || has_changed;
}

static bool remove_entry(int parent, const char *name, int depth) {
  if (unlinkat(parent, name, 0) == 0) return true;
  /* What it says of a directory is EISDIR on Linux, and EPERM by POSIX; rmdir says ENOTDIR of all others. */
  return remove_directory(parent, name, depth);
}

/* Closes it. Whether anything was removed or moved. */
static bool empty_opened(int directory, int depth) {
  DIR *entries = fdopendir(directory);
  if (entries == NULL) {
    close(directory);
    return false;
  }
  bool has_ever_changed = false, has_changed = true;
  /* readdir may leave out what moves under it. */
  while (has_changed) {
    has_changed = false;
    rewinddir(entries);
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
      if (!is_itself_or_parent(entry->d_name) && remove_entry(directory, entry->d_name, depth)) has_changed = true;
    has_ever_changed |= has_changed;
  }
  closedir(entries);
  return has_ever_changed;
}

void empty_directory(const char *path) {
  top = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  struct stat there;
  if (top < 0) return;
  if (fstat(top, &there) < 0) {
    close(top);
    return;
  }
  device = there.st_dev;
  empty_opened(top, 0);
}
