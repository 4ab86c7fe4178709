#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <sys/signalfd.h>

#include "signals.h"

int hear_signals(void) {
  sigset_t heard;
  sigfillset(&heard);
  sigdelset(&heard, SIGPIPE);
  for (int number = 1; number < NSIG; number++) signal(number, number == SIGPIPE ? SIG_IGN : SIG_DFL);
  sigprocmask(SIG_SETMASK, &heard, NULL);
  return signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK);
}

void give_signals(const sigset_t *ignored, const sigset_t *blocked) {
  for (int number = 1; number < NSIG; number++)
    signal(number, sigismember(ignored, number) == 1 ? SIG_IGN : SIG_DFL);
  sigprocmask(SIG_SETMASK, blocked, NULL);
}
