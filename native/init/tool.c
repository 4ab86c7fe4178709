#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capabilities.h"
#include "launcher.h"
#include "limits.h"
#include "processes.h"
#include "seccomp.h"
#include "signals.h"
#include "tool.h"

/* Why there is no tool. */
struct failure {
  const char *what; /* that init could not do for it, or NULL when it is the execve that failed */
  int reason;       /* an errno */
};

/* The pipe on which the tool's process tells it. */
static int failure[2];

/* Tells init, whose memory this process has a copy of. */
static _Noreturn void fail(const char *what) {
  struct failure told = {what, errno};
  ssize_t count = write(failure[1], &told, sizeof told);
  _exit(count == sizeof told ? NOT_EXECUTABLE : ENDED_BADLY);
}

/* The tool's descriptors take their numbers, from whoever has them; what this process still needs is kept. */
static void take_descriptors(const struct order *order) {
  enum { FAILURE, LAUNCHER, KEPT };
  struct place places[MOST_DESCRIPTORS + KEPT];
  memcpy(places, order->places, order->count * sizeof *places);
  struct place *kept = places + order->count;
  kept[FAILURE] = (struct place){.from = failure[1], .to = -1};
  kept[LAUNCHER] = (struct place){.from = launcher(), .to = -1};
  keep_descriptors();
  bool are_placed = place_descriptors(places, order->count + KEPT);
  failure[1] = kept[FAILURE].from;
  move_launcher(kept[LAUNCHER].from);
  if (!are_placed) fail("hand on the tool's descriptors");
  narrow_descriptors();
}

static void take_number_of_processes(unsigned long most) {
  /* A process that nobody may look into has no maps of its user namespace that it could write. */
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  if (!limit_processes(most)) fail("limit the tool's processes");
}

static _Noreturn void become_tool(const struct order *order) {
  const struct options *options = order->options;
  setpgid(0, 0);
  /* From a group in the background this would stop the caller; SIGTTOU is blocked until after. */
  if (order->terminal >= 0 && !options->in_background) tcsetpgrp(order->terminal, getpid());
  take_descriptors(order);
  if (options->has_umask) umask(options->umask);
  if (options->processes > 0) take_number_of_processes(options->processes);
  take_limits();
  drop_capabilities();
  give_signals(&options->ignored, &options->blocked);
  if (order->says_tool) say("tool\n");
  /* Last: nothing of the above is promised under it. */
  if (!take_filter()) fail("filter the tool's system calls");
  execvp(order->argv[0], order->argv);
  fail(NULL);
}

pid_t start_tool(const struct order *order) {
  if (pipe2(failure, O_CLOEXEC) < 0) die("pipe");
  pid_t tool = fork();
  if (tool < 0) die("fork");
  if (tool == 0) become_tool(order);
  setpgid(tool, tool); /* both sides do it, so that neither has to wait for the other */
  close(failure[1]);
  return tool;
}

int outcome_of_start(void) {
  struct failure told = {NULL, 0};
  while (read(failure[0], &told, sizeof told) < 0 && errno == EINTR) continue;
  close(failure[0]);
  errno = told.reason;
  if (told.what) die(told.what);
  return told.reason;
}

bool is_present(const char *program, int reason) {
  struct stat status;
  if (strchr(program, '/')) return reason != ENOENT || stat(program, &status) == 0;
  const char *path = getenv("PATH");
  for (const char *at = path ? path : "/bin:/usr/bin";; at++) {
    size_t length = strcspn(at, ":");
    char candidate[PATH_MAX]; /* an empty entry is the working directory */
    int needed = snprintf(candidate, sizeof candidate, "%.*s/%s", length ? (int)length : 1, length ? at : ".", program);
    bool fits = needed > 0 && (size_t)needed < sizeof candidate;
    if (fits && stat(candidate, &status) == 0 && S_ISREG(status.st_mode)) return true;
    at += length;
    if (*at == '\0') return false;
  }
}
