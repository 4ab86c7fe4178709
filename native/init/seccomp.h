#ifndef TACKLE_SECCOMP_H
#define TACKLE_SECCOMP_H
#include <stdbool.h>

/* Whether there is a filter of this name, which is then the one that `take_filter` takes. */
bool choose_filter(const char *name);

/*
 * Puts the chosen filter on this process, on whatever it executes and on all its children, for good; false with
 * errno. From then on no program that is executed gains privileges (PR_SET_NO_NEW_PRIVS). Without a choice it
 * does nothing.
 */
bool take_filter(void);

#endif
