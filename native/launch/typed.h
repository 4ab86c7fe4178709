#ifndef TYPED_H
#define TYPED_H

#include <stdbool.h>

/*
 * What was typed after `tackle`, as bin/tackle hands it on:
 *
 *     launch +tackle BIN/TACKLE WORD…
 */
struct typed {
  const char *program;     /* bin/tackle, as it was started */
  char *const *words;      /* all of them */
  const char *command;     /* of `COMMAND ARGUMENT…` and `run [--] COMMAND ARGUMENT…`; NULL where it is neither */
  char *const *arguments;
};

/* Returns false for whatever else starts this program. */
bool find_typed(char *const *argv, struct typed *typed);

#endif
