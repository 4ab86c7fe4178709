#define _GNU_SOURCE
#include "sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Where init finds the connection. Bubblewrap itself closes what it has from there on, so that its end is init's end. */
enum { CONTROL = 3 };

static void close_from(int first) {
#ifdef SYS_close_range
  if (syscall(SYS_close_range, (unsigned)first, ~0U, 0U) == 0) return; /* Linux 5.9 */
#endif
  long most = sysconf(_SC_OPEN_MAX);
  for (int fd = first; fd < (most > 0 && most < 65536 ? (int)most : 65536); fd++) close(fd);
}

/* Nothing of the caller's is bubblewrap's: what a key sends to the caller's group must not end it, either. */
static _Noreturn void become_sandbox(char *const *program, int control) {
  static char *const none[] = {NULL};
  setsid();
  int null = open("/dev/null", O_RDWR);
  bool is_ready = null >= 0 && dup2(null, 0) >= 0 && dup2(null, 1) >= 0 && dup2(null, 2) >= 0;
  if (control == CONTROL) fcntl(control, F_SETFD, 0);
  else is_ready = is_ready && dup2(control, CONTROL) >= 0;
  close_from(CONTROL + 1);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t unblocked;
  sigemptyset(&unblocked);
  sigprocmask(SIG_SETMASK, &unblocked, NULL);
  if (is_ready && chdir("/") == 0) execve(program[0], program, none);
  _exit(125);
}

pid_t start_sandbox(const struct words *program, int *control) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return -1;
  pid_t sandbox = fork();
  if (sandbox == 0) become_sandbox(program->at, ends[1]);
  close(ends[1]);
  if (sandbox < 0) close(ends[0]);
  *control = ends[0];
  return sandbox;
}
