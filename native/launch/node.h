#ifndef NODE_H
#define NODE_H

#include <stdbool.h>

/*
 * Tackle's own program does what is unusual here, and prepares what is usual. Both give up this process's own ways
 * first (`put_back`).
 */

/* How it is started for a command. */
struct tackle {
  const char *node;    /* a path, or a name that is looked up on PATH */
  const char *program; /* bin/tackle */
  const char *command;
  const char *mending; /* what writes the shim anew that leads to them; NULL where there is none */
};

/* Ends this process: Node or Tackle's program is not there. */
_Noreturn void complain_of_absence(const struct tackle *tackle);

/* Becomes `tackle WORD… ARGUMENT…`. */
_Noreturn void become_tackle(const struct tackle *tackle, const char *const *words, char *const *arguments);

/* What came of preparing. */
enum preparation {
  PREPARED,
  TAKES_NODE, /* this launch does: it is not what is prepared */
};

/*
 * Has the command prepared for that project (`find_project`), or for the working directory where there is none, which may take as
 * long as getting an image does. Where it cannot be, this process ends as Tackle did, which has said why.
 */
enum preparation prepare(const struct tackle *tackle, const char *project, bool is_without_project);

#endif
