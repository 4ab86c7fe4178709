#define _GNU_SOURCE
#include "guards.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

const char *variable(const char *name) {
  const char *value = getenv(name);
  return value ? value : "";
}

static long long nanoseconds(struct timespec time) {
  return (long long)time.tv_sec * 1000000000 + time.tv_nsec;
}

/*
 * A file that was changed has another time of change (ctime), which nobody can set back; one that took its place is
 * another inode. That the clock has moved on since it was looked at, Node has seen to (src/host/observe.ts). Of a link that
 * leads nowhere the link itself is looked at.
 */
static bool is_as_said(const char *path, const char *said, bool contents) {
  struct stat s;
  char now[160];
  bool leads_nowhere = stat(path, &s) < 0;
  if (leads_nowhere && (errno != ENOENT || lstat(path, &s) < 0)) return false;
  int length = snprintf(now, sizeof now, "%s%llu %llu", leads_nowhere ? "link " : "", (unsigned long long)s.st_dev,
                        (unsigned long long)s.st_ino);
  if (contents)
    snprintf(now + length, sizeof now - (size_t)length, " %u %llu %lld %lld", s.st_mode, (unsigned long long)s.st_size,
             nanoseconds(s.st_mtim), nanoseconds(s.st_ctim));
  return strcmp(now, said) == 0;
}

static bool are_as_said(const struct words *pairs, bool contents) {
  for (size_t i = 0; i + 1 < pairs->count; i += 2)
    if (!is_as_said(pairs->at[i], pairs->at[i + 1], contents)) return false;
  return pairs->count % 2 == 0;
}

static int failure_at(const char *path) {
  struct stat status;
  return lstat(path, &status) == 0 ? 0 : errno;
}

static bool are_absent(const struct words *paths) {
  for (size_t i = 0; i < paths->count; i++) {
    int failure = failure_at(paths->at[i]);
    if (failure != ENOENT && failure != ENOTDIR) return false;
  }
  return true;
}

static bool are_hidden(const struct words *paths) {
  for (size_t i = 0; i < paths->count; i++)
    if (failure_at(paths->at[i]) != EACCES) return false;
  return true;
}

static bool are_set(const struct words *variables) {
  for (size_t i = 0; i < variables->count; i++) {
    char *entry = variables->at[i], *equals = strchr(entry, '=');
    if (equals == NULL) return false;
    *equals = '\0';
    const char *value = getenv(entry);
    *equals = '=';
    if (value == NULL || strcmp(value, equals + 1) != 0) return false;
  }
  return true;
}

static bool are_unset(const struct words *names) {
  for (size_t i = 0; i < names->count; i++)
    if (getenv(names->at[i]) != NULL) return false;
  return true;
}

static bool is_among(const char *entry, const struct words *variables) {
  for (size_t i = 0; i < variables->count; i++)
    if (strcmp(entry, variables->at[i]) == 0) return true;
  return false;
}

/* What a shim says to the next one is no setting. */
static bool is_of_shims(const char *entry) {
  return strncmp(entry, "TACKLE_SHIM_PASSED=", 19) == 0;
}

static bool are_all(const struct words *beginnings, const struct words *variables) {
  for (char **entry = environ; *entry; entry++)
    for (size_t i = 0; i < beginnings->count; i++)
      if (strncmp(*entry, beginnings->at[i], strlen(beginnings->at[i])) == 0 && !is_of_shims(*entry) &&
          !is_among(*entry, variables))
        return false;
  return true;
}

/* `UID GID GROUP,GROUP,…`, the groups ascending and without GID. */
static bool is_caller(const char *said) {
  gid_t groups[1024];
  char *rest;
  int count = getgroups(sizeof groups / sizeof *groups, groups);
  if (count < 0 || strtoul(said, &rest, 10) != geteuid() || geteuid() != getuid()) return false;
  if (strtoul(rest, &rest, 10) != getegid() || getegid() != getgid()) return false;
  int seen = 0;
  while (*rest != '\0') {
    gid_t group = (gid_t)strtoul(rest + 1, &rest, 10);
    bool is_one = false;
    for (int i = 0; i < count; i++) is_one = is_one || groups[i] == group;
    if (!is_one) return false;
    seen++;
  }
  /* Nobody is in a group that was not said: the same one may be there twice, and that of the caller itself. */
  int others = 0;
  for (int i = 0; i < count; i++) {
    bool is_new = groups[i] != getegid();
    for (int before = 0; before < i; before++) is_new = is_new && groups[before] != groups[i];
    others += is_new;
  }
  return others == seen;
}

bool do_hold(const struct words guards[GUARDS]) {
  return is_caller(guards[CALLER].at[0]) && are_set(&guards[VARIABLES]) && are_unset(&guards[UNSET]) &&
         are_all(&guards[ALL_OF], &guards[VARIABLES]) && are_absent(&guards[NOTHING]) &&
         are_hidden(&guards[HIDDEN]) && are_as_said(&guards[DIRECTORIES], false) && are_as_said(&guards[FILES], true);
}
