#ifndef TACKLE_LIMITS_H
#define TACKLE_LIMITS_H
#include <stdbool.h>

/* Whether this is an option of ours with a value that makes sense. */
bool read_limit_option(const char *option, const char *value);

/*
 * Gives this process the niceness that was asked for, if that is below zero. False where it may not: that takes a privilege, or
 * a limit that allows it (RLIMIT_NICE), and most containers have neither.
 */
bool take_niceness_below_zero(void);

/* Gives this process what the options said, as far as it may have it. */
void take_limits(void);

#endif
