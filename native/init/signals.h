#ifndef TACKLE_SIGNALS_H
#define TACKLE_SIGNALS_H
#include <signal.h>

/*
 * Whatever this process was started with: from now on it hears of every signal by the signalfd that this gives, SIGCHLD
 * too, which nobody would get were it still ignored. SIGPIPE is the exception: init's own writes raise it, and it is no
 * business of the tool's. -1 with errno.
 */
int hear_signals(void);

/* What a program is to find that this process executes: these ignored, all others at their defaults; these blocked. */
void give_signals(const sigset_t *ignored, const sigset_t *blocked);

#endif
