#ifndef NODE_H
#define NODE_H

#include "shim.h"

/*
 * Tackle's own program does what is unusual here, and prepares what is usual. Both give up this process's own ways
 * first (`put_back`).
 */

/* Becomes `tackle run COMMAND ARGUMENT…`. */
_Noreturn void become_tackle(const struct shim *shim, char *const *arguments);

/* What came of preparing. */
enum preparation {
  PREPARED,
  TAKES_NODE, /* this launch does: it is not what is prepared */
};

/*
 * Has the command prepared for that project (`find_project`), which may take as long as getting an image does. Where it cannot
 * be, this process ends as Tackle did, which has said why.
 */
enum preparation prepare(const struct shim *shim, const char *project);

#endif
