#ifndef GUARDS_H
#define GUARDS_H

#include <stdbool.h>

#include "words.h"

/* By what it can be told that what is prepared still holds. */
enum guard {
  FILES,       /* in pairs: a path, and what stat(2) said of it */
  DIRECTORIES, /* alike; what lies in them may change */
  NOTHING,     /* paths at which there is nothing */
  HIDDEN,      /* paths in directories that the caller may not enter */
  VARIABLES,   /* NAME=VALUE */
  UNSET,       /* names of variables that are not there */
  ALL_OF,      /* beginnings of names: such variables are among those of VARIABLES, all of them */
  CALLER,      /* the ids of whoever it is */
  GUARDS,
};

/* Whether all is as it was. */
bool do_hold(const struct words guards[GUARDS]);

/* The value, or an empty text: to what is prepared, both are one. */
const char *variable(const char *name);

#endif
