#define _GNU_SOURCE
#include "node.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "complain.h"
#include "ending.h"
#include "room.h"
#include "signal-set.h"
#include "stock.h"

extern char **environ;

/* What `tackle +prepare` ends with where this launch is not to be prepared: src/cli/prepare.ts. */
enum { SLOW = 3 };

static size_t count_of(char *const *words) {
  size_t count = 0;
  while (words[count]) count++;
  return count;
}

static _Noreturn void refuse_words(const struct tackle *tackle) {
  complain(TACKLE_FAILED, "give it fewer words", "there are too many words for `%s`", tackle->command);
}

/* `node tackle WORD… ARGUMENT…` */
static char **tackles_words(const struct tackle *tackle, const char *const *words, char *const *arguments) {
  size_t own = 0, more = count_of(arguments);
  while (words[own]) own++;
  char **all = take_room((2 + own + more + 1) * sizeof *all);
  if (all == NULL) refuse_words(tackle);
  all[0] = (char *)(uintptr_t)tackle->node;
  all[1] = (char *)(uintptr_t)tackle->program;
  for (size_t i = 0; i < own; i++) all[2 + i] = (char *)(uintptr_t)words[i];
  memcpy(all + 2 + own, arguments, (more + 1) * sizeof *all);
  return all;
}

_Noreturn void complain_of_absence(const struct tackle *tackle) {
  if (tackle->mending)
    complain(TACKLE_FAILED, tackle->mending, "this shim is older than the installation of Tackle or Node");
  complain(TACKLE_FAILED, "install Node, or put it on PATH", "needs Node 20.19 or newer, and there is none on PATH");
}

static _Noreturn void become(const struct tackle *tackle, char **words) {
  if (strchr(words[0], '/'))
    execve(words[0], words, environ);
  else
    execvpe(words[0], words, environ);
  if (errno == E2BIG) refuse_words(tackle);
  complain_of_absence(tackle);
}

_Noreturn void become_tackle(const struct tackle *tackle, const char *const *words, char *const *arguments) {
  char **all = tackles_words(tackle, words, arguments);
  put_back();
  become(tackle, all);
}

/* It reads nothing of the caller's, and has nothing to say but on stderr. */
static void leave_streams(void) {
  int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) return;
  dup2(null, 0);
  dup2(null, 1);
}

/*
 * Waits for the child, and does to it what is done to this process alone. What a key sends, both hear: the child
 * says how that ends. In its last moments Node hears nothing any more: what it did not die of comes to this process again.
 */
static int wait_for(pid_t child) {
  sigset_t heard;
  sigfillset(&heard);
  for (int status;;) {
    pid_t changed = waitpid(child, &status, WNOHANG | WUNTRACED);
    if (changed == child && WIFEXITED(status)) raise_held_signals();
    if (changed == child && !WIFSTOPPED(status)) return status;
    if (changed == child) {
      kill(getpid(), SIGSTOP);
      kill(child, SIGCONT);
    }
    siginfo_t signal;
    if (sigwaitinfo(&heard, &signal) <= 0 || signal.si_signo == SIGCHLD) continue;
    if (!is_stop(signal.si_signo)) hold_signal(signal.si_signo);
    if (signal.si_code <= 0 && signal.si_signo != SIGCONT && signal.si_signo != SIGTSTP) kill(child, signal.si_signo);
  }
}

enum preparation prepare(const struct tackle *tackle, const char *project, bool is_without_project) {
  const char *const words[] = {"+prepare", project, tackle->command, is_without_project ? "here" : NULL, NULL};
  static char *const none[] = {NULL};
  char **all = tackles_words(tackle, words, none);
  sigset_t heard, before;
  sigfillset(&heard);
  sigprocmask(SIG_BLOCK, &heard, &before);
  pid_t child = fork();
  if (child < 0) return TAKES_NODE;
  if (child == 0) {
    put_back();
    leave_streams();
    become(tackle, all);
  }
  int status = wait_for(child);
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (WIFSIGNALED(status)) end_as((struct ending){SIGNALED, WTERMSIG(status)});
  if (WEXITSTATUS(status) == 0) return PREPARED;
  if (WEXITSTATUS(status) == SLOW) return TAKES_NODE;
  end_as((struct ending){EXITED, WEXITSTATUS(status)});
}
