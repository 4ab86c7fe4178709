/*
 * What a process gets from whoever starts it, besides what init.c sees to: resource limits, niceness, and
 * the processors that it may run on.
 *
 *   --limits NAME=SOFT:HARD,...   in setrlimit(2)'s units, or `unlimited`; what is not named is unlimited
 *   --nice N                      -20 to 19
 *   --cpus 0,2-5                  as /proc/PID/status lists them
 *
 * The tool takes them just before it is executed. init itself never has them: a limit on processes counts
 * all of the user's, and would keep it from starting the tool; one on processor time would end it in a long
 * session. What the container may not have is cut down to what it may have, without a word.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "limits.h"

static struct resource {
  const char *name;
  int number;
  struct rlimit wanted;
} resources[] = {
    {.name = "as", .number = RLIMIT_AS},
    {.name = "core", .number = RLIMIT_CORE},
    {.name = "cpu", .number = RLIMIT_CPU},
    {.name = "data", .number = RLIMIT_DATA},
    {.name = "fsize", .number = RLIMIT_FSIZE},
    {.name = "locks", .number = RLIMIT_LOCKS},
    {.name = "memlock", .number = RLIMIT_MEMLOCK},
    {.name = "msgqueue", .number = RLIMIT_MSGQUEUE},
    {.name = "nice", .number = RLIMIT_NICE},
    {.name = "nofile", .number = RLIMIT_NOFILE},
    {.name = "nproc", .number = RLIMIT_NPROC},
    {.name = "rss", .number = RLIMIT_RSS},
    {.name = "rtprio", .number = RLIMIT_RTPRIO},
    {.name = "rttime", .number = RLIMIT_RTTIME},
    {.name = "sigpending", .number = RLIMIT_SIGPENDING},
    {.name = "stack", .number = RLIMIT_STACK},
};
enum { RESOURCES = sizeof resources / sizeof *resources };

static bool has_limits, has_nice, has_cpus;
static int niceness;
static cpu_set_t cpus;

/* Reads a number and steps over it. strtoul would take a sign and spaces too. */
static bool read_number(const char **text, unsigned long max, unsigned long *number) {
  char *end;
  if (**text < '0' || **text > '9') return false;
  errno = 0;
  *number = strtoul(*text, &end, 10);
  *text = end;
  return errno == 0 && *number <= max;
}

static bool step_over(const char **text, const char *word) {
  size_t length = strlen(word);
  if (strncmp(*text, word, length) != 0) return false;
  *text += length;
  return true;
}

static bool read_value(const char **text, rlim_t *value) {
  *value = RLIM_INFINITY;
  if (step_over(text, "unlimited")) return true;
  unsigned long number;
  if (!read_number(text, ~0UL, &number)) return false;
  *value = number;
  return true;
}

static struct resource *find_resource(const char *name, size_t length) {
  for (struct resource *r = resources; r < resources + RESOURCES; r++)
    if (strlen(r->name) == length && strncmp(r->name, name, length) == 0) return r;
  return NULL;
}

static bool read_limits(const char *text) {
  for (struct resource *r = resources; r < resources + RESOURCES; r++)
    r->wanted = (struct rlimit){RLIM_INFINITY, RLIM_INFINITY};
  while (*text) {
    size_t length = strcspn(text, "=");
    struct resource *r = find_resource(text, length);
    text += length;
    if (!r || !step_over(&text, "=") || !read_value(&text, &r->wanted.rlim_cur) || !step_over(&text, ":") ||
        !read_value(&text, &r->wanted.rlim_max))
      return false;
    if (!step_over(&text, ",")) break;
  }
  return *text == '\0';
}

static bool read_cpus(const char *text) {
  CPU_ZERO(&cpus);
  do {
    unsigned long first, last;
    if (!read_number(&text, ~0UL, &first)) return false;
    last = first;
    if (step_over(&text, "-") && !read_number(&text, ~0UL, &last)) return false;
    for (; first <= last && first < CPU_SETSIZE; first++) CPU_SET(first, &cpus);
  } while (step_over(&text, ","));
  return *text == '\0';
}

static bool read_nice(const char *text) {
  unsigned long number;
  bool below = step_over(&text, "-");
  if (!read_number(&text, 20, &number)) return false;
  niceness = below ? -(int)number : (int)number;
  return *text == '\0';
}

bool read_limit_option(const char *option, const char *value) {
  if (strcmp(option, "--limits") == 0) return has_limits = read_limits(value);
  if (strcmp(option, "--nice") == 0) return has_nice = read_nice(value);
  if (strcmp(option, "--cpus") == 0) return has_cpus = read_cpus(value);
  return false;
}

/* Never more than the hard limit that is there, so that this needs no privilege. */
static void take_limit(const struct resource *r) {
  struct rlimit now, next;
  if (getrlimit(r->number, &now) < 0) return;
  next.rlim_max = r->wanted.rlim_max < now.rlim_max ? r->wanted.rlim_max : now.rlim_max;
  next.rlim_cur = r->wanted.rlim_cur < next.rlim_max ? r->wanted.rlim_cur : next.rlim_max;
  setrlimit(r->number, &next);
}

bool take_niceness_below_zero(void) {
  return !has_nice || niceness >= 0 || setpriority(PRIO_PROCESS, 0, niceness) == 0;
}

void take_limits(void) {
  /* Before the limits: how far niceness may go down is one of them. */
  if (has_nice) setpriority(PRIO_PROCESS, 0, niceness);
  /* The kernel leaves out what the container's cpuset does not have; with nothing left it refuses. */
  if (has_cpus) sched_setaffinity(0, sizeof cpus, &cpus);
  for (struct resource *r = resources; has_limits && r < resources + RESOURCES; r++) take_limit(r);
}
