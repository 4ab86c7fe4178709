#define _GNU_SOURCE
#include "faults.h"

#include <signal.h>
#include <stddef.h>
#include <ucontext.h>
#include <unistd.h>

static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS};

const signal_set faults = (signal_set)1 << (SIGSEGV - 1) | (signal_set)1 << (SIGBUS - 1) | (signal_set)1 << (SIGILL - 1) |
                          (signal_set)1 << (SIGFPE - 1) | (signal_set)1 << (SIGTRAP - 1) | (signal_set)1 << (SIGSYS - 1);

static void (*acts)(void);

static void take_fault(int number, siginfo_t *info, void *context) {
  if (info->si_code > 0) {
    acts();
    take_default(number);
    return; /* to what caused it */
  }
  sigaddset(&((ucontext_t *)context)->uc_sigmask, number);
  kill(getpid(), number);
}

void before_fault(void (*act)(void)) {
  struct sigaction action = {.sa_sigaction = take_fault, .sa_flags = SA_SIGINFO | SA_RESTART};
  acts = act;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaction(numbers[i], &action, NULL);
}
