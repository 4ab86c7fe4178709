#define _GNU_SOURCE
#include "arguments.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* So many arguments are looked at, as src/host/existing-arguments.ts does. */
enum { LOOKED_AT = 1000 };

/* So many symbolic links the kernel follows before it says ELOOP (path_resolution(7)). */
enum { MOST_LINKS = 40 };

static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char OF_OPTIONS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";

/* What follows `-I` or `--option=`, where it looks like a path; else NULL. */
static const char *path_of_option(const char *argument) {
  if (argument[0] == '-' && argument[1] != '\0' && strchr(LETTERS, argument[1]) && argument[2] == '/')
    return argument + 2;
  const char *name = argument;
  while (*name == '-' && name < argument + 2) name++;
  size_t length = strspn(name, OF_OPTIONS);
  /* A third dash is of the name. */
  return length > 0 && name[length] == '=' && strchr(name + length, '/') ? name + length + 1 : NULL;
}

/* The path that an argument may hold, or NULL. */
static const char *path_in(const char *argument) {
  const char *path = path_of_option(argument);
  if (path == NULL) path = argument;
  return *path != '\0' && *path != '-' && strlen(path) < PATH_MAX ? path : NULL;
}

/*
 * Where on the host is what the tool sees at a path: what is mounted nearest above it. False where it sees nothing of the
 * caller's.
 */
static bool is_shown(const char *path, const struct sight *sight, char source[PATH_MAX]) {
  const char *nearest = NULL, *from = NULL;
  for (size_t i = 0; i + 1 < sight->shown->count; i += 2) {
    const char *target = sight->shown->at[i];
    if (!lies_in(path, target) || (nearest && strlen(target) < strlen(nearest))) continue;
    nearest = target;
    from = sight->shown->at[i + 1];
  }
  if (nearest == NULL) return false;
  size_t length = strlen(from), rest = strlen(path) - strlen(nearest);
  if (length + rest >= PATH_MAX) return false;
  memcpy(source, from, length);
  strcpy(source + length, path + strlen(nearest));
  return true;
}

/* Whether a path means the toolbox's own: a private directory itself, or anything in a tree that every image has. */
static bool is_own(const char *path, const struct sight *sight) {
  for (size_t i = 0; i < sight->own->count; i++)
    if (strcmp(path, sight->own->at[i]) == 0) return true;
  for (size_t i = 0; i < sight->trees->count; i++)
    if (lies_in(path, sight->trees->at[i])) return true;
  return strcmp(path, "/") == 0;
}

/* The names of one thing: its path, and what that becomes with each symbolic link in it. */
struct names {
  char at[MOST_LINKS + 2][PATH_MAX];
  int count;
};

static bool add_name(struct names *names, const char *path) {
  return names->count < MOST_LINKS + 2 && normalize(path, names->at[names->count]) && ++names->count;
}

/* Puts `text` before what is left of a path. */
static bool put_before(char rest[PATH_MAX], const char *text) {
  size_t length = strlen(text), left = strlen(rest);
  if (length + 1 + left >= PATH_MAX) return false;
  memmove(rest + length + 1, rest, left + 1);
  memcpy(rest, text, length);
  rest[length] = '/';
  return true;
}

/* Goes the way of the kernel: one part after another, and where a link leads. */
static bool follow(const char *path, struct names *names) {
  static char done[PATH_MAX], rest[PATH_MAX], whole[2 * PATH_MAX];
  strcpy(done, "/");
  strcpy(rest, path);
  for (;;) {
    char *part = rest + strspn(rest, "/");
    size_t length = strcspn(part, "/");
    if (length == 0) return true;
    char name[PATH_MAX];
    memcpy(name, part, length);
    name[length] = '\0';
    memmove(rest, part + length, strlen(part + length) + 1);
    if (strcmp(name, ".") == 0) continue;
    if (strcmp(name, "..") == 0) {
      char *last = strrchr(done, '/');
      last[last == done ? 1 : 0] = '\0';
      continue;
    }
    size_t before = strlen(done);
    if (before + 1 + length >= PATH_MAX) return false;
    if (before > 1) done[before] = '/';
    strcpy(done + (before > 1 ? before + 1 : 1), name);
    char target[PATH_MAX];
    ssize_t said = readlink(done, target, sizeof target - 1);
    if (said < 0) continue;
    target[said] = '\0';
    done[before] = '\0';
    if (target[0] == '/') strcpy(done, "/");
    if (!put_before(rest, target)) return false;
    strcpy(whole, done);
    strcat(whole, "/");
    strcat(whole, rest);
    if (!add_name(names, whole)) return false;
  }
}

/* Whether the tool comes by all of the names: what is mounted at another path than its own is no link inside. */
static bool are_names_seen(const struct names *names, const struct sight *sight) {
  static char source[PATH_MAX];
  for (int at = 0; at < names->count; at++) {
    if (is_own(names->at[at], sight)) return true;
    if (!is_shown(names->at[at], sight, source)) return false;
    int shown = 0;
    while (shown < names->count && strcmp(names->at[shown], source) != 0) shown++;
    if (shown < names->count && shown > at) at = shown;
  }
  return true;
}

static bool is_path_seen(const char *path, const struct here *here, const struct sight *sight) {
  static char whole[2 * PATH_MAX], real[PATH_MAX];
  static struct names names;
  if (*path == '/') {
    strcpy(whole, path);
  } else {
    /* The kernel takes a relative path from the physical directory, whatever PWD says. */
    strcpy(whole, here->physical);
    strcat(whole, "/");
    strcat(whole, path);
  }
  if (realpath(whole, real) == NULL) return true;
  if (*path != '/' && !sight->starts_here) return false;
  names.count = 0;
  if (strlen(whole) >= PATH_MAX || !add_name(&names, whole)) return false;
  if (strcmp(names.at[0], real) != 0 && !(follow(whole, &names) && add_name(&names, real))) return false;
  return are_names_seen(&names, sight);
}

bool are_seen(char *const *arguments, const struct here *here, const struct sight *sight) {
  for (int looked = 0; *arguments != NULL && looked < LOOKED_AT; arguments++, looked++) {
    const char *path = path_in(*arguments);
    struct stat found;
    if (path == NULL || lstat(path, &found) < 0) continue;
    /* What lies in the directory is shown with it, which has no links in its path. */
    if (sight->starts_here && strchr(path, '/') == NULL && strcmp(path, "..") != 0 && !S_ISLNK(found.st_mode)) continue;
    if (!is_path_seen(path, here, sight)) return false;
  }
  return true;
}
