#ifndef TACKLE_TOOL_H
#define TACKLE_TOOL_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "descriptors.h"
#include "options.h"

/* What the tool is started with. */
struct order {
  char **argv;
  const struct options *options;
  int terminal;         /* of which it takes the foreground, or -1 */
  struct place *places; /* its descriptors: it has no others */
  size_t count;
  bool says_tool; /* itself, to the launcher */
};

/* Starts it in a process group of its own; its process id. Dies when there can be no process. */
pid_t start_tool(const struct order *order);

/* Waits until it is executed: 0, or the errno of an execve that failed. Dies when init could not do what it was ordered to. */
int outcome_of_start(void);

/*
 * Whether the program is there, after an execvp that failed. ENOENT may mean the interpreter that a script
 * names. For a bare name execvp says EACCES when it met a directory in PATH that it may not search.
 */
bool is_present(const char *program, int reason);

#endif
