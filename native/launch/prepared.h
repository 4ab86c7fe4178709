#ifndef PREPARED_H
#define PREPARED_H

#include <stdbool.h>

#include "guards.h"
#include "words.h"

/*
 * What `tackle +prepare` has written down for a command (`typed.h`) in a project, or in a directory (src/prepared/): how it is
 * run, and by what it can be told that all of that still holds. The file is a list of records, each of words with a NUL
 * after every one: the record's name, how many words follow, and those.
 */

struct prepared {
  struct words guards[GUARDS];
  const char *way;        /* `sandbox`, `agent`, or `slow`: it takes Node each time */
  struct words project;   /* where it is seen, and what is seen there; in pairs */
  struct words start;     /* where the tool starts if not in its caller's directory, which it does not see */
  struct words shown;     /* all that is seen of the caller's, alike */
  struct words own;       /* directories that are the toolbox's own */
  struct words trees;     /* trees that every image has of its own */
  struct words pass, pass_prefixes, never, never_prefixes, weak, set; /* src/plan/environment.ts */
  struct words exec;      /* what comes before the arguments */
  struct words init;      /* options of init */
  struct words program;   /* bubblewrap with its arguments */
  struct words hold;      /* the store, and the image in it */
  struct words agent;     /* of a warm container: its socket and its process */
  struct words removed;   /* variables that are the engine's own */
  struct words limits;    /* of that container: agent.h */
};

/*
 * Reads what is prepared for a command in a project (`find_project`), or in a directory that is in none. Nothing where there is
 * nothing, where it is not this user's own, or where it does not hold any more: then it is to be prepared anew.
 */
bool find_prepared(const char *command, const char *project, struct prepared *prepared);

/*
 * Whether there is a place for what `find_prepared` has looked for: not where nobody says whose home this is, nor where the cache is
 * for reading alone.
 */
bool can_be_kept(void);

/* Has it made anew by the next launch. */
void forget_prepared(void);

#endif
