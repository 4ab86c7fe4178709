#define _GNU_SOURCE
#include "paths.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool lies_in(const char *path, const char *directory) {
  size_t length = strcmp(directory, "/") == 0 ? 0 : strlen(directory);
  return strncmp(path, directory, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

bool normalize(const char *path, char normal[PATH_MAX]) {
  if (*path != '/') return false;
  size_t end = 0;
  while (*path) {
    path += strspn(path, "/");
    size_t length = strcspn(path, "/");
    if (length == 2 && strncmp(path, "..", 2) == 0) {
      while (end > 0 && normal[--end] != '/') continue;
    } else if (length > 0 && !(length == 1 && *path == '.')) {
      if (end + 1 + length >= PATH_MAX) return false;
      normal[end++] = '/';
      memcpy(normal + end, path, length);
      end += length;
    }
    path += length;
  }
  if (end == 0) normal[end++] = '/';
  normal[end] = '\0';
  return true;
}

static bool is_name_of(const char *path, const struct stat *directory) {
  struct stat found;
  return stat(path, &found) == 0 && found.st_dev == directory->st_dev && found.st_ino == directory->st_ino;
}

bool find_here(struct here *here) {
  struct stat directory;
  if (getcwd(here->physical, sizeof here->physical) == NULL || here->physical[0] != '/' || stat(".", &directory) < 0)
    return false;
  if (!is_name_of(here->physical, &directory)) return false;
  const char *said = getenv("PWD");
  bool is_believed = said != NULL && normalize(said, here->logical) && strcmp(said, here->logical) == 0 &&
                     is_name_of(said, &directory);
  if (!is_believed) strcpy(here->logical, here->physical);
  return true;
}
