#ifndef TACKLE_LIMITS_H
#define TACKLE_LIMITS_H
#include <stdbool.h>

/* Whether this is an option of ours with a value that makes sense. */
bool read_limit_option(const char *option, const char *value);

/* Gives this process what the options said, as far as it may have it. */
void take_limits(void);

#endif
