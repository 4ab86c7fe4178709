#define _GNU_SOURCE
#include "ending.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "signal-set.h"

enum { ENDED_BADLY = 125, CANNOT_EXECUTE = 126, NO_PROGRAM = 127 };

/* By default such a signal stops a process, or does nothing. */
static bool spares(int number) {
  static const int those[] = {SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH};
  for (size_t i = 0; i < sizeof those / sizeof *those; i++)
    if (those[i] == number) return true;
  return number < 1 || number > SIGNALS;
}

static _Noreturn void die_of(int number) {
  if (!spares(number)) {
    /* The tool's core file lies in the working directory, and ours would take its place. */
    prctl(PR_SET_DUMPABLE, 0);
    take_default(number);
    /* One of our own that waits would else come first. */
    block_signals(ALL_SIGNALS);
    syscall(SYS_kill, getpid(), number);
    block_signals(ALL_SIGNALS & ~only(number));
  }
  _exit(128 + number);
}

_Noreturn void end_as(struct ending ending) {
  switch (ending.kind) {
    case EXITED:
      _exit(ending.number);
    case SIGNALED:
      die_of(ending.number);
    case TOOL_NOT_FOUND:
      _exit(NO_PROGRAM);
    case TOOL_NOT_EXECUTABLE:
      _exit(CANNOT_EXECUTE);
    case NOT_STARTED:
    case LOST:
      break;
  }
  _exit(ENDED_BADLY);
}
