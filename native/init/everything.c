#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "everything.h"
#include "offspring.h"

enum { GRACE_MS = 400, TICK_MS = 10 };

static void ask_all_to_go(void) {
  kill(-1, SIGHUP);
  kill(-1, SIGCONT);
  struct timespec tick = {.tv_nsec = TICK_MS * 1000L * 1000};
  for (int waited = 0; waited < GRACE_MS; waited += TICK_MS) {
    while (waitpid(-1, NULL, WNOHANG) > 0) continue;
    if (kill(-1, 0) < 0) return;
    nanosleep(&tick, NULL);
  }
}

/*
 * As process 1, kill(-1) spares init itself and reaches nothing outside the container, and all within at once; as any
 * other process it would reach the whole machine.
 */
void end_everything(bool politely) {
  if (getpid() != 1) {
    end_offspring(politely);
    return;
  }
  if (politely) ask_all_to_go();
  kill(-1, SIGKILL);
  while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) continue;
}
