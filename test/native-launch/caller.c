/*
 * What launch is to the session, for tests: starts an init and has it run a tool.
 *
 *   caller INIT [ARG...] -- TOOL [ARG...]
 *
 * INIT gets its end of the connection as descriptor 3; a socket instead of a program is one to which an agent listens. The tool gets this program's variables. Where nothing was
 * begun, the shell runs $OTHERWISE in its place.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../native/launch/session.h"
#include "../../native/launch/stock.h"

extern char **environ;

static pid_t start(char *const *init, int end) {
  pid_t pid = fork();
  if (pid != 0) return pid;
  setsid();
  int null = open("/dev/null", O_RDWR);
  dup2(null, 0);
  dup2(null, 1);
  if (getenv("LOUD") == NULL) dup2(null, 2);
  if (end == 3)
    fcntl(3, F_SETFD, 0);
  else
    dup2(end, 3);
  execvp(init[0], init);
  _exit(127);
}

static bool was_there(int fd) {
  for (size_t i = 0; i < stock.count; i++)
    if (stock.descriptors[i].number == fd) return true;
  return fd < 3;
}

/* The session leaves no descriptor behind. */
static void look_for_leaks(void) {
  for (int fd = 0; fd < 1024; fd++)
    if (!was_there(fd) && fcntl(fd, F_GETFD) >= 0) abort();
}

/* A fault of this program, as soon as somebody writes to the FIFO. */
static void *fail(void *fifo) {
  char byte;
  int fd = open(fifo, O_RDONLY | O_CLOEXEC);
  if (read(fd, &byte, 1) != 1) return NULL;
  void *volatile *nothing = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return *nothing;
}

static int connect_to(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  return connect(fd, (struct sockaddr *)&address, sizeof address) == 0 ? fd : -1;
}

int main(int argc, char **argv) {
  take_stock();
  int at = 1, ends[2];
  struct stat status;
  pid_t init = 0;
  while (at < argc && strcmp(argv[at], "--") != 0) at++;
  if (at + 1 >= argc || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) return 2;
  argv[at] = NULL;
  if (stat(argv[1], &status) == 0 && S_ISSOCK(status.st_mode)) {
    close(ends[0]);
    ends[0] = connect_to(argv[1]);
  } else {
    init = start(argv + 1, ends[1]);
  }
  close(ends[1]);
  struct tool tool = {.argv = argv + at + 1, .env = environ, .cwd = getenv("TOOLS_CWD"), .inherits = getenv("WARM") == NULL};
  pthread_t thread;
  if (getenv("FAULT") != NULL) pthread_create(&thread, NULL, fail, getenv("FAULT"));
  struct ending ending = run_session(ends[0], &tool);
  if (init > 0) waitpid(init, NULL, 0);
  look_for_leaks();
  char *otherwise = getenv("OTHERWISE");
  if (ending.kind == NOT_STARTED && otherwise != NULL) {
    put_back();
    execl("/bin/sh", "sh", "-c", otherwise, (char *)NULL);
  }
  if (*words_of_init() != '\0') fprintf(stderr, "%s\n", words_of_init());
  end_as(ending);
}
