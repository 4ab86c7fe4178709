#ifndef TYPED_H
#define TYPED_H

#include <stdbool.h>

/* Where a word means something that can be prepared. */
enum meaning {
  NOWHERE,    /* it takes Node */
  NAMED,      /* a command that a config names, or other files of the project where there is none */
  IN_PROJECT, /* a toolbox or a command, by the config of the project */
  ANYWHERE,   /* a toolbox */
};

/*
 * What was typed after `tackle`, as bin/tackle hands it on:
 *
 *     launch +tackle BIN/TACKLE WORD…
 */
struct typed {
  const char *program; /* bin/tackle, as it was started */
  char *const *words;  /* all of them */
  enum meaning meaning;
  /*
   * By what it is prepared (src/cli/tool-request.ts): `COMMAND`, also of `run [--] COMMAND`; `x TOOLBOX`, and `x TOOLBOX ...` with
   * arguments, which may be another program; `shell TOOLBOX`.
   */
  const char *command;
  char *const *arguments;
};

/* Returns false for whatever else starts this program. */
bool find_typed(char *const *argv, struct typed *typed);

#endif
