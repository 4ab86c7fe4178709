/*
 * A launch's session: what src/session does in Node, here without anything between the caller's descriptors and the tool
 * but the terminal.
 */
#ifndef TACKLE_SESSION_H
#define TACKLE_SESSION_H
#include <stdbool.h>

#include "ending.h"

struct tool {
  char *const *argv;
  char *const *env;     /* variables, or the names of those that are to go */
  const char *cwd;      /* or NULL, where init is there already */
  char *const *options; /* more for init, flag and value by turns; or NULL */
  bool inherits;        /* of a child of ours: limits, niceness and processors come by themselves */
};

/*
 * Has init run a tool, for the caller whose stock was taken, and gives how it ended. `control` is the connection to init
 * and closed afterwards. The terminal is as it was found; signals stay blocked, until `put_back` or `end_as`.
 */
struct ending run_session(int control, const struct tool *tool);

/* Why init could not start a tool that is LOST, as it has said it; or nothing. */
const char *words_of_init(void);

#endif
