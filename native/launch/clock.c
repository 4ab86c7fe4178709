#define _GNU_SOURCE
#include "clock.h"

#include <time.h>

moment now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (moment)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}
