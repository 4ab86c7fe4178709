#ifndef TACKLE_CLOCK_H
#define TACKLE_CLOCK_H
#include <stdint.h>

/* In milliseconds; it goes on while this process is stopped. */
typedef int64_t moment;

#define NEVER INT64_MAX

moment now(void);

#endif
