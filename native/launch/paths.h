#ifndef PATHS_H
#define PATHS_H

#include <limits.h>
#include <stdbool.h>

/* Whether the path is the directory or lies below it, by the words alone. */
bool lies_in(const char *path, const char *directory);

/* An absolute path without `.`, `..` and doubled slashes, by the words alone; false when it is relative or too long. */
bool normalize(const char *path, char normal[PATH_MAX]);

/* The working directory. */
struct here {
  char physical[PATH_MAX]; /* as getcwd(3) says */
  char logical[PATH_MAX];  /* as PWD says, where that is a name for it (POSIX, `pwd -L`) */
};

/* False where it has been removed, or has no name that can be said. */
bool find_here(struct here *here);

#endif
