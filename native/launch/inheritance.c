#define _GNU_SOURCE
#include "inheritance.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/resource.h>

static const struct {
  const char *name;
  int number;
} resources[] = {
    {"as", RLIMIT_AS},           {"core", RLIMIT_CORE},     {"cpu", RLIMIT_CPU},
    {"data", RLIMIT_DATA},       {"fsize", RLIMIT_FSIZE},   {"locks", RLIMIT_LOCKS},
    {"memlock", RLIMIT_MEMLOCK}, {"msgqueue", RLIMIT_MSGQUEUE}, {"nice", RLIMIT_NICE},
    {"nofile", RLIMIT_NOFILE},   {"nproc", RLIMIT_NPROC},   {"rss", RLIMIT_RSS},
    {"rtprio", RLIMIT_RTPRIO},   {"rttime", RLIMIT_RTTIME}, {"sigpending", RLIMIT_SIGPENDING},
    {"stack", RLIMIT_STACK},
};
enum { RESOURCES = sizeof resources / sizeof *resources };

enum { LONGEST_VALUE = 24 };

static const char *value_of(rlim_t limit, char text[LONGEST_VALUE]) {
  if (limit == RLIM_INFINITY) return "unlimited";
  snprintf(text, LONGEST_VALUE, "%llu", (unsigned long long)limit);
  return text;
}

static void ask_for_limits(struct text *text) {
  char soft[LONGEST_VALUE], hard[LONGEST_VALUE];
  add_word(text, "--limits");
  for (int i = 0; i < RESOURCES; i++) {
    struct rlimit limit;
    if (getrlimit(resources[i].number, &limit) < 0) continue;
    if (limit.rlim_cur == RLIM_INFINITY && limit.rlim_max == RLIM_INFINITY) continue;
    add_to_list(text, "%s=%s:%s", resources[i].name, value_of(limit.rlim_cur, soft), value_of(limit.rlim_max, hard));
  }
  end_word(text);
}

static void ask_for_niceness(struct text *text) {
  errno = 0;
  int niceness = getpriority(PRIO_PROCESS, 0);
  if (errno != 0) return;
  add_word(text, "--nice");
  add_to_list(text, "%d", niceness);
  end_word(text);
}

static void ask_for_processors(struct text *text) {
  cpu_set_t cpus;
  if (sched_getaffinity(0, sizeof cpus, &cpus) < 0) return; /* EINVAL: more than a thousand of them */
  add_word(text, "--cpus");
  for (size_t first = 0, last; first < CPU_SETSIZE; first = last + 1) {
    for (last = first; last < CPU_SETSIZE && CPU_ISSET(last, &cpus); last++) continue;
    if (last == first) continue;
    add_to_list(text, "%zu-%zu", first, last - 1);
  }
  end_word(text);
}

void ask_for_inheritance(struct text *text) {
  ask_for_limits(text);
  ask_for_niceness(text);
  ask_for_processors(text);
}
