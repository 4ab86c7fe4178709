#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "everything.h"
#include "launcher.h"
#include "processes.h"
#include "watch.h"

static struct watched watched;
static bool ended;
static int wait_status;
/* How many of the launcher's signals the tool was sent. */
static unsigned long long passed_on;
/* When the last of them was sent, if it was a SIGTSTP that has to stop the tool and has not; else 0. */
static double stop_due_since;
/* In seconds: a tool that lives on so long after a stop has been blocking it. */
#define TOO_LATE_S 1.0

void watch(const struct watched *what) {
  watched = *what;
  say("started\n");
}

bool is_over(void) {
  return ended;
}

int status_of_tool(void) {
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

bool is_in_front(void) {
  return watched.terminal >= 0 && tcgetpgrp(watched.terminal) == watched.tool;
}

/*
 * Puts the tool's process group in the foreground of the pty, or init's own. A tool that is a shell may
 * have put one of its jobs in the foreground; a `resume fore` leaves that there.
 */
static void set_ground(bool foreground) {
  int terminal = watched.terminal;
  if (terminal < 0) return;
  if (!foreground)
    tcsetpgrp(terminal, getpgrp());
  else if (tcgetpgrp(terminal) == getpgrp())
    tcsetpgrp(terminal, watched.tool);
}

static void send_signal(pid_t target, int number) {
  if (!ended) kill(target, number);
}

/* Whether the tool has ended, also where nobody has reaped it yet: what a zombie is sent goes nowhere, without an error. */
static bool has_ended(void) {
  siginfo_t zombie = {0};
  return ended || (waitid(P_PID, (id_t)watched.tool, &zombie, WEXITED | WNOHANG | WNOWAIT) == 0 &&
                   zombie.si_pid == watched.tool);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void pass_on(pid_t target, int number) {
  if (has_ended()) return;
  passed_on++;
  stop_due_since = number == SIGTSTP && takes_by_default(watched.tool, number) ? now() : 0;
  kill(target, number);
}

/*
 * Whether the last signal was a stop that came when the tool was on its way out: the kernel takes it from a process that
 * is in exit_group(2), and it does nothing. Its process group outside, which is being stopped, goes by that.
 */
static bool was_too_late_to_stop(void) {
  return stop_due_since > 0 && now() - stop_due_since < TOO_LATE_S;
}

bool obey(const char *line) {
  int number;
  if (sscanf(line, "signal %d", &number) == 1) {
    pass_on(watched.tool, number);
  } else if (sscanf(line, "group %d", &number) == 1) {
    pass_on(-watched.tool, number);
  } else if (strcmp(line, "resume fore") == 0 || strcmp(line, "resume back") == 0) {
    set_ground(strcmp(line, "resume fore") == 0);
    stop_due_since = 0;
    send_signal(-watched.tool, SIGCONT);
  } else {
    return false;
  }
  return true;
}

/*
 * The tool has ended. With everything else killed the pipes end, and the pty ends with EIO after its last
 * byte. Until then init holds the slave itself: a tool may close its terminal and open /dev/tty later.
 */
static void finish(int status) {
  wait_status = status;
  ended = true;
  end_everything(false);
  say("heard %llu\n", was_too_late_to_stop() ? passed_on - 1 : passed_on);
  if (WIFSIGNALED(status)) say("signaled %d\n", WTERMSIG(status));
  else say("exited %d\n", WEXITSTATUS(status));
  if (watched.terminal >= 0) close(watched.terminal);
  watched.terminal = -1;
}

static void tell_of_stop(int number) {
  stop_due_since = 0;
  unsigned long long shown = watched.show ? watched.show() : 0;
  say("stopped %d %llu\n", number, shown);
}

/* Collects every child that changed, and whatever was orphaned. */
static void reap(void) {
  int changed;
  for (pid_t pid; (pid = waitpid(-1, &changed, WNOHANG | WUNTRACED)) > 0;) {
    if (pid != watched.tool || ended) continue;
    if (WIFSTOPPED(changed)) tell_of_stop(WSTOPSIG(changed));
    else finish(changed);
  }
}

/* The kernel tells the session's leader that its terminal has hung up, which is init: the launcher has hung up itself. */
static bool tells_of_hang_up(const struct signalfd_siginfo *signal) {
  return signal->ssi_code == SI_KERNEL && (signal->ssi_signo == SIGHUP || signal->ssi_signo == SIGCONT);
}

void take_signal(int signals) {
  struct signalfd_siginfo arrived;
  if (read(signals, &arrived, sizeof arrived) != sizeof arrived) return;
  if (arrived.ssi_signo == SIGCHLD)
    reap();
  else if (!tells_of_hang_up(&arrived))
    send_signal(watched.tool, (int)arrived.ssi_signo);
}
