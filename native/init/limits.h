#ifndef TACKLE_LIMITS_H
#define TACKLE_LIMITS_H
#include <stdbool.h>

/* Whether this is an option of ours with a value that makes sense. */
bool read_limit_option(const char *option, const char *value);

/*
 * Whether this process is as nice as was asked for. To be less than zero takes a privilege, or a limit that allows it
 * (RLIMIT_NICE), and most containers have neither.
 */
bool has_asked_niceness(void);

/* Gives this process what the options said, as far as it may have it. */
void take_limits(void);

#endif
