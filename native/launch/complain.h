#ifndef COMPLAIN_H
#define COMPLAIN_H

#include <stdbool.h>

/* What Tackle ends with where it, and not the tool, has failed: src/cli/exit-status.ts. */
enum { TACKLE_FAILED = 125, NOT_FOUND = 127 };

/*
 * Whether anybody can be told anything. Where stderr was the tool's own, and is let go of (session.c), a pipe that somebody
 * still reads can be opened again, which a socket cannot, or there may be a terminal; that is stderr from then on.
 */
bool find_listener(void);

/* Says on stderr what is wrong and what to do, both for people, and ends with that status. */
__attribute__((format(printf, 3, 4))) _Noreturn void complain(int status, const char *hint, const char *format, ...);

#endif
