/*
 * Process 1 of a container that is kept warm: each launch connects to its socket, and is served by a process of its own,
 * the supervisor (request.c). A launch costs a fork, no container.
 *
 *   --agent PATH       of the socket, in a directory that is the caller's outside
 *   --idle SECONDS     without a launch, after which the agent ends, and with it the container
 *   --tidy DIRECTORY   is emptied whenever nothing runs any more; up to MOST_TIDY of them
 *
 * Who may connect: the user whose container it is, from outside. What runs in the container is the same user, and could
 * otherwise have the agent start what no launch has asked for, beyond the end of the launch that it belongs to.
 *
 * What a launch has started ends with it. Orphans come to its supervisor; to the agent come those of a supervisor that
 * was killed, and are killed, too.
 *
 *   serving <--> idle --> leaving (the socket's name is gone; who had found it before is served still) --> ended
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"
#include "descriptors.h"
#include "launcher.h"
#include "offspring.h"
#include "options.h"
#include "request.h"
#include "signals.h"
#include "tidy.h"

enum { MOST_TIDY = 16, MOST_SUPERVISORS = 4096, BACKLOG = 4096, STRAY_MS = 20 };

static const char *path;
static double idle_ms;
static const char *untidy[MOST_TIDY];
static size_t untidy_count;

static int listener = -1, signals = -1;
static struct stat own_name; /* of the socket */
static struct supervisor {
  pid_t id;
  atomic_bool *is_done; /* shared with it: its launch has nothing left in here, and may be told so any moment */
} supervisors[MOST_SUPERVISORS];
static size_t supervised, most_supervised;
static atomic_bool *are_done;
static bool is_tidy;
static bool has_strays; /* perhaps */
static bool is_leaving;
static double idle_since;

static double now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

static bool read_agent_option(const char *option, const char *value) {
  struct numbers seconds;
  if (strcmp(option, "--agent") == 0) {
    path = value;
  } else if (strcmp(option, "--idle") == 0) {
    if (!read_numbers(value, &seconds) || seconds.count != 1) return false;
    idle_ms = seconds.of[0] * 1000.0;
  } else if (strcmp(option, "--tidy") == 0 && untidy_count < MOST_TIDY) {
    untidy[untidy_count++] = value;
  } else {
    return false;
  }
  return true;
}

/* Who finds the name can connect, for it comes when the socket listens; whoever had it before has lost it. */
static void open_listener(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t room = sizeof address.sun_path;
  errno = ENAMETOOLONG;
  if (snprintf(address.sun_path, room, "%s.new", path) >= (int)room) die("open the agent's socket");
  unlink(address.sun_path);
  mode_t before = umask(0177);
  listener = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, BACKLOG) < 0 ||
      stat(address.sun_path, &own_name) < 0 || rename(address.sun_path, path) < 0)
    die("open the agent's socket");
  umask(before);
}

/* Unless another agent has taken the name. */
static void remove_name(void) {
  struct stat there;
  if (lstat(path, &there) == 0 && there.st_dev == own_name.st_dev && there.st_ino == own_name.st_ino) unlink(path);
}

static bool is_supervisor(pid_t child) {
  for (size_t i = 0; i < supervised; i++)
    if (supervisors[i].id == child) return true;
  return false;
}

/* One that is known. */
static void forget(pid_t supervisor) {
  size_t i = 0;
  while (supervisors[i].id != supervisor) i++;
  struct supervisor gone = supervisors[i];
  supervisors[i] = supervisors[--supervised];
  supervisors[supervised] = gone;
}

/* Nothing of a launch is left, though its supervisor may be there still. */
static bool is_quiet(void) {
  if (has_strays) return false;
  for (size_t i = 0; i < supervised; i++)
    if (!atomic_load(supervisors[i].is_done)) return false;
  return true;
}

/* Of a process that this namespace has no number for, the kernel says 0. */
static bool may_connect(int connection) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.pid == 0 && peer.uid == getuid();
}

static void tidy_up(void) {
  if (is_tidy) return;
  for (size_t i = 0; i < untidy_count; i++) empty_directory(untidy[i]);
  is_tidy = true;
}

static _Noreturn void supervise(int connection, atomic_bool *is_done) {
  setsid();
  exit(serve(connection, is_done));
}

static void take_connection(void) {
  int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (connection < 0) return;
  if (supervised < MOST_SUPERVISORS && may_connect(connection)) {
    /* Whoever runs one launch after another is here before the supervisor of the last has gone. */
    if (is_quiet()) tidy_up();
    struct supervisor *next = &supervisors[supervised];
    if (supervised == most_supervised) next->is_done = &are_done[most_supervised++];
    atomic_store(next->is_done, false);
    next->id = fork();
    if (next->id == 0) supervise(connection, next->is_done);
    if (next->id > 0) supervised++;
    is_tidy = false;
  }
  close(connection);
}

/* A supervisor that ends by itself has seen to it that nothing is left. */
static void note_end(pid_t child, int status) {
  if (!is_supervisor(child)) return;
  forget(child);
  if (WIFSIGNALED(status) || WEXITSTATUS(status) == ENDED_BADLY) has_strays = true;
}

static void reap(void) {
  int status;
  for (pid_t child; (child = waitpid(-1, &status, WNOHANG | WUNTRACED)) > 0;) {
    /* A tool may stop all of its user's processes, and nobody would continue the supervisor. */
    if (!WIFSTOPPED(status)) note_end(child, status);
    else if (is_supervisor(child)) kill(child, SIGCONT);
  }
}

static void take_signal(void) {
  struct signalfd_siginfo arrived;
  if (read(signals, &arrived, sizeof arrived) != sizeof arrived) return;
  if (arrived.ssi_signo == SIGCHLD) reap();
  /* From outside: the engine stops the container. Whoever is in here with us cannot. */
  if (arrived.ssi_signo == SIGTERM && arrived.ssi_pid == 0) {
    remove_name();
    exit(0);
  }
}

/* When the last launch has ended. */
static void note_idleness(void) {
  tidy_up();
  idle_since = now_ms();
}

static void see_to_strays(void) {
  if (!has_strays) return;
  has_strays = kill_offspring(is_supervisor);
  reap();
  if (!has_strays && supervised == 0) note_idleness();
}

/* In milliseconds, until there is something to do though nothing has come; -1 for ever. */
static int patience(void) {
  if (has_strays) return STRAY_MS;
  if (supervised > 0) return -1;
  double left = is_leaving ? 0 : idle_since + idle_ms - now_ms();
  return left <= 0 ? 0 : left >= INT_MAX ? INT_MAX : (int)left + 1;
}

/* Goes away in two steps: a launch that found the name before it was gone may be connecting just now. */
static void leave(void) {
  if (is_leaving) exit(0);
  is_leaving = true;
  remove_name();
}

static void attend(void) {
  enum { SIGNALS, LISTENER };
  for (;;) {
    struct pollfd at[] = {
        [SIGNALS] = {.fd = signals, .events = POLLIN},
        [LISTENER] = {.fd = listener, .events = POLLIN},
    };
    size_t before = supervised;
    int wait = patience(), came = poll(at, sizeof at / sizeof *at, wait);
    if (came < 0 && errno != EINTR) die("poll");
    if (came == 0 && wait == 0) leave();
    if (came > 0 && at[SIGNALS].revents) take_signal();
    if (came > 0 && at[LISTENER].revents) take_connection();
    see_to_strays();
    if (before > 0 && supervised == 0 && !has_strays) note_idleness();
  }
}

int run_agent(int argc, char **argv) {
  int i = 1;
  while (i + 1 < argc && read_agent_option(argv[i], argv[i + 1])) i += 2;
  errno = EINVAL;
  if (i != argc || path == NULL) die("arguments");
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* as in request.c */
  adopt_orphans();
  close_from(3, -1);
  size_t size = MOST_SUPERVISORS * sizeof *are_done;
  are_done = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (are_done == MAP_FAILED) die("mmap");
  signals = hear_signals();
  if (signals < 0) die("signalfd");
  open_listener();
  idle_since = now_ms();
  attend();
  return 0;
}
