#ifndef SHIM_H
#define SHIM_H

#include <limits.h>
#include <stdbool.h>

/*
 * A shim is a symbolic link `DIRECTORY/COMMAND` to `.tackle/launch` beside it, where `tackle shims install` has also put what
 * leads to this installation (src/shims/):
 *
 *     .tackle/launch   this program
 *     .tackle/node     the Node that installed it: `node` on PATH may be a shim
 *     .tackle/tackle   bin/tackle
 */
struct shim {
  char directory[PATH_MAX];
  char command[NAME_MAX + 1];
};

/* By which shim this program was started. Returns false where it was not by one. */
bool find_shim(const char *argv0, struct shim *shim);

/* The path of `.tackle/NAME`; NULL when there is no room. */
char *tackles(const struct shim *shim, const char *name);

/* Whether the words are those of Tackle's own program, which looks for `node` on PATH, and this is the shim for node. */
bool is_tackle_itself(const struct shim *shim, char *const *argv);

/*
 * Becomes the next program of that name on PATH: neither a shim of Tackle's, nor one that led here before. Returns the errno
 * of one that could not be executed, 0 where there is none, and ELOOP where they lead to each other for ever.
 */
int become_next(const struct shim *shim, char *const *argv);

#endif
