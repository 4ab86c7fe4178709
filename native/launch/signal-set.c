#define _GNU_SOURCE
#include "signal-set.h"

#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* `struct sigaction` of the kernel, on the 64-bit machines that we are made for. */
struct action {
  uintptr_t handler;
  unsigned long flags;
  uintptr_t restorer;
  signal_set mask;
};

static void set_action(int number, uintptr_t handler) {
  struct action action = {.handler = handler};
  syscall(SYS_rt_sigaction, number, &action, NULL, sizeof action.mask);
}

bool is_stop(int number) {
  return number == SIGSTOP || number == SIGTSTP || number == SIGTTIN || number == SIGTTOU;
}

signal_set block_signals(signal_set blocked) {
  signal_set before = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &blocked, &before, sizeof blocked);
  return before;
}

signal_set blocked_signals(void) {
  signal_set blocked = 0;
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, NULL, &blocked, sizeof blocked);
  return blocked;
}

signal_set ignored_signals(void) {
  signal_set ignored = 0;
  for (int number = 1; number <= SIGNALS; number++) {
    struct action action;
    if (syscall(SYS_rt_sigaction, number, NULL, &action, sizeof action.mask) == 0 && action.handler == (uintptr_t)SIG_IGN)
      ignored |= only(number);
  }
  return ignored;
}

void ignore_signal(int number) {
  set_action(number, (uintptr_t)SIG_IGN);
}

void take_default(int number) {
  set_action(number, (uintptr_t)SIG_DFL);
}

int hear_signals(signal_set heard) {
  return (int)syscall(SYS_signalfd4, -1, &heard, sizeof heard, SFD_CLOEXEC | SFD_NONBLOCK);
}

bool forget_signal(int number) {
  signal_set set = only(number);
  struct timespec at_once = {0};
  return syscall(SYS_rt_sigtimedwait, &set, NULL, &at_once, sizeof set) == number;
}
