#ifndef ARGUMENTS_H
#define ARGUMENTS_H

#include <stdbool.h>

#include "paths.h"
#include "words.h"

/* What a tool sees at the paths that it is given: as in `struct prepared`. */
struct sight {
  const struct words *shown;
  const struct words *own;
  const struct words *trees;
  bool starts_here; /* in its caller's directory */
};

/*
 * Whether each argument that names something on disk names for the tool what it names for its caller, as
 * src/plan/arguments-outside.ts has it. Where one does not, Node knows what to do or to say.
 */
bool are_seen(char *const *arguments, const struct here *here, const struct sight *sight);

#endif
