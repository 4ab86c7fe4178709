#ifndef SANDBOX_H
#define SANDBOX_H

#include <sys/types.h>

#include "words.h"

/*
 * Starts init in a sandbox: `program` is bubblewrap with its arguments. Returns the process, or -1; `control` is the
 * connection to init.
 */
pid_t start_sandbox(const struct words *program, int *control);

#endif
