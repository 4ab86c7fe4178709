/*
 * The file is made by the launcher (src/engines/init-words.ts): variables, or the names of those that are to go, an
 * empty word, the argument list; a NUL after each word. It holds what neither the words of a container's config nor
 * init's own arguments can: bytes that are no UTF-8, and as much as the kernel lets the tool have.
 */
#define _GNU_SOURCE
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static char *after(char *word) {
  return word + strlen(word) + 1;
}

/* The file's bytes, which the environment and the argument list point into from then on. */
static char *map(const char *path, size_t *size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return NULL;
  struct stat status;
  char *bytes = MAP_FAILED;
  if (fstat(fd, &status) == 0) {
    *size = (size_t)status.st_size;
    bytes = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  }
  close(fd);
  return bytes == MAP_FAILED ? NULL : bytes;
}

char **take_words(const char *path) {
  size_t size;
  char *at = map(path, &size);
  if (at == NULL) return NULL;
  char *end = at + size;
  errno = EINVAL;
  if (end[-1] != '\0') return NULL;
  /* Whoever starts init may say where it is itself. */
  unsetenv("PWD");
  /* Of a name alone, putenv takes the variable away. */
  for (; at < end && *at != '\0'; at = after(at))
    if (putenv(at) != 0) return NULL;
  if (at == end) return NULL;
  at++;
  size_t count = 0;
  for (char *word = at; word < end; word = after(word)) count++;
  if (count == 0) return NULL;
  char **argv = calloc(count + 1, sizeof *argv);
  for (size_t i = 0; argv != NULL && i < count; i++, at = after(at)) argv[i] = at;
  return argv;
}
