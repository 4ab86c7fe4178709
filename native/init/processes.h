#ifndef TACKLE_PROCESSES_H
#define TACKLE_PROCESSES_H
#include <stdbool.h>
#include <sys/types.h>

/*
 * Lets this process and all that come of it be no more than so many, its parent counted, without anybody seeing a
 * lower RLIMIT_NPROC. For whoever is not root and may make user namespaces. False with errno.
 */
bool limit_processes(unsigned long count);

/* Whether a signal does to a process what it does by default: neither ignored nor caught. */
bool takes_by_default(pid_t process, int number);

#endif
