#define _GNU_SOURCE
#include "project.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const PROJECT_CONFIGS[] = {
    "tackle.yaml",         "tackle.yml",         "tackle.json",         ".tacklerc",
    ".tacklerc.yaml",      ".tacklerc.yml",      ".tacklerc.json",      ".config/tackle.yaml",
    ".config/tackle.yml", ".config/tackle.json", NULL,
};
static const char *const LOCAL_CONFIGS[] = {"tackle.local.yaml", "tackle.local.yml", "tackle.local.json", NULL};
static const char *const USER_CONFIGS[] = {"config.yaml", "config.yml", "config.json", NULL};

/* In bytes; what is larger is read by Node, or refused. */
enum { MOST = 1 << 20 };

static char text[MOST + 1];

/* Reads a file into `text`. Returns its length, or -1 where it cannot be read as a file. */
static ssize_t read_text(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) return -1;
  struct stat status;
  ssize_t length = -1;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= MOST) length = read(fd, text, MOST);
  close(fd);
  if (length >= 0) text[length] = '\0';
  return length;
}

static bool is_of_names(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c && strchr("_.+-", c));
}

/* Whether the file's text has the name with nothing on either side that could be of a name, too. */
static bool has_name(const char *path, const char *name) {
  ssize_t length = read_text(path);
  if (length < 0) return true;
  size_t wanted = strlen(name);
  const char *end = text + length;
  for (const char *at = text; (at = memmem(at, (size_t)(end - at), name, wanted)) != NULL; at++)
    if ((at == text || !is_of_names(at[-1])) && !is_of_names(at[wanted])) return true;
  return false;
}

/* Whether a package.json has anything for Tackle in it; a key may be written with escapes. */
static bool speaks_of_tackle(const char *path) {
  ssize_t length = read_text(path);
  return length >= 0 && (memmem(text, (size_t)length, "\"tackle\"", 8) || memmem(text, (size_t)length, "\\u", 2));
}

/* The path of a name in a directory; false when it is too long to be one. */
static bool in(const char *directory, const char *name, char path[PATH_MAX]) {
  int length = snprintf(path, PATH_MAX, "%s/%s", strcmp(directory, "/") == 0 ? "" : directory, name);
  return length > 0 && length < PATH_MAX;
}

static bool is_there(const char *directory, const char *name) {
  char path[PATH_MAX];
  struct stat status;
  return in(directory, name, path) && lstat(path, &status) == 0;
}

static bool holds_config(const char *directory) {
  /* Three names lie in a directory that is rarely there. */
  bool has_config_directory = is_there(directory, ".config");
  for (const char *const *name = PROJECT_CONFIGS; *name; name++)
    if ((has_config_directory || strncmp(*name, ".config/", 8) != 0) && is_there(directory, *name)) return true;
  char path[PATH_MAX];
  return is_there(directory, "package.json") && in(directory, "package.json", path) && speaks_of_tackle(path);
}

void find_project(const char *logical, char directory[PATH_MAX]) {
  strcpy(directory, logical);
  while (!holds_config(directory)) {
    char *last = strrchr(directory, '/');
    if (strcmp(directory, "/") == 0) {
      directory[0] = '\0';
      return;
    }
    last[last == directory ? 1 : 0] = '\0';
  }
}

static bool is_named_in(const char *command, const char *directory, const char *const *names) {
  char path[PATH_MAX];
  for (; *names; names++)
    if (is_there(directory, *names) && (!in(directory, *names, path) || has_name(path, command))) return true;
  return false;
}

/* Where the user's own settings lie: src/host/directories.ts. */
static bool user_configs(char directory[PATH_MAX]) {
  const char *said = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
  bool is_said = said != NULL && *said == '/';
  if (!is_said && home == NULL) return false;
  int length = snprintf(directory, PATH_MAX, "%s%s/tackle", is_said ? said : home, is_said ? "" : "/.config");
  return length > 0 && length < PATH_MAX;
}

bool is_named(const char *command, const char *project) {
  static const char *const packages[] = {"package.json", NULL};
  char directory[PATH_MAX];
  if (user_configs(directory) && is_named_in(command, directory, USER_CONFIGS)) return true;
  if (*project == '\0') return false;
  return is_named_in(command, project, PROJECT_CONFIGS) || is_named_in(command, project, packages) ||
         is_named_in(command, project, LOCAL_CONFIGS);
}
