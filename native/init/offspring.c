/*
 * The kernel has no call for it: a process may leave its group and its session, and a number that /proc has shown may be
 * another process's a moment later, if not so soon that it matters: numbers are given in a circle.
 *
 * Killed one by one, processes that fork as fast as they can (a fork bomb) may outlive it: each death makes room for one more
 * under a limit of processes. So all are stopped first, which leaves them their room, until no new one comes.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "offspring.h"

enum {
  MOST_SEEN = 32768, /* at a time; there may be more, which are seen when these are gone */
  MOST_STOPS = 64,
  GRACE_MS = 400,
  TICK_MS = 5,
};

struct process {
  pid_t id, parent;
  char state;
  bool descends;
};

static struct process seen[MOST_SEEN];
static size_t count;

void adopt_orphans(void) {
  if (getpid() != 1) prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

/* proc_pid_stat(5): number, name in parentheses, which may hold any character, state, parent. */
static bool read_process(const char *name, struct process *process) {
  char path[32], text[512];
  snprintf(path, sizeof path, "/proc/%.10s/stat", name);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  if (length <= 0) return false;
  text[length] = '\0';
  const char *end = strrchr(text, ')');
  process->id = atoi(name);
  process->descends = false;
  return end != NULL && sscanf(end, ") %c %d", &process->state, &process->parent) == 2;
}

/* /proc lists processes by number, in ascending order. */
static struct process *find(pid_t id) {
  size_t first = 0, end = count;
  while (first < end) {
    size_t middle = first + (end - first) / 2;
    if (seen[middle].id == id) return &seen[middle];
    if (seen[middle].id < id) first = middle + 1;
    else end = middle;
  }
  return NULL;
}

/* What a look is for. */
struct look {
  int number; /* of the signal that each one gets */
  bool (*is_spared)(pid_t child);
  bool has_any;
};

static bool is_offspring(const struct process *process, const struct look *look) {
  if (process->parent == getpid()) return !look->is_spared || !look->is_spared(process->id);
  const struct process *parent = find(process->parent);
  return parent && parent->descends;
}

/* Whether it is found to descend from this process, which was not known. */
static bool judge(struct process *process, struct look *look) {
  if (process->descends || !is_offspring(process, look)) return false;
  process->descends = true;
  if (process->state == 'Z') return true;
  look->has_any = true;
  if (look->number != SIGSTOP || process->state != 'T') kill(process->id, look->number);
  return true;
}

/* Each is judged when it is seen, and not when all are: among many that are busy a look takes a while, as long as they are. */
static void see_all(struct look *look) {
  count = 0;
  DIR *processes = opendir("/proc");
  if (processes == NULL) return;
  for (struct dirent *entry; count < MOST_SEEN && (entry = readdir(processes)) != NULL;) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9' || !read_process(entry->d_name, &seen[count])) continue;
    judge(&seen[count++], look);
  }
  closedir(processes);
}

/* A child's number may be lower than its parent's. */
static bool judge_again(struct look *look) {
  bool has_changed = false;
  for (size_t i = 0; i < count; i++) has_changed |= judge(&seen[i], look);
  return has_changed;
}

bool signal_offspring(int number, bool (*is_spared)(pid_t child)) {
  struct look look = {.number = number, .is_spared = is_spared};
  see_all(&look);
  while (judge_again(&look)) continue;
  return look.has_any;
}

/* Whether one was seen that may still fork. One that waits for its vfork does so as long as the child is stopped. */
static bool is_any_running(void) {
  for (size_t i = 0; i < count; i++)
    if (seen[i].descends && strchr("TtZXD", seen[i].state) == NULL) return true;
  return false;
}

bool kill_offspring(bool (*is_spared)(pid_t child)) {
  for (int stops = 0; stops < MOST_STOPS && signal_offspring(SIGSTOP, is_spared) && is_any_running(); stops++) continue;
  return signal_offspring(SIGKILL, is_spared);
}

/* Reaps whatever has ended. Whether there are children left. */
static bool reap_children(void) {
  pid_t ended;
  while ((ended = waitpid(-1, NULL, WNOHANG)) > 0) continue;
  return ended == 0;
}

/* Until a child ends, or for a moment: SIGCHLD is blocked, and so waits to be taken. */
static void wait_a_moment(void) {
  sigset_t of_child;
  sigemptyset(&of_child);
  sigaddset(&of_child, SIGCHLD);
  sigtimedwait(&of_child, NULL, &(struct timespec){.tv_nsec = TICK_MS * 1000L * 1000});
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

static void ask_to_go(void) {
  signal_offspring(SIGHUP, NULL);
  signal_offspring(SIGCONT, NULL);
  for (double until = now() + GRACE_MS; reap_children() && now() < until;) wait_a_moment();
}

void end_offspring(bool politely) {
  if (politely && reap_children()) ask_to_go();
  while (reap_children()) {
    kill_offspring(NULL);
    if (reap_children()) wait_a_moment();
  }
}
