/*
 * The file is made by the launcher (src/engines/init-words.ts): variables, or the names of those that are to go, an
 * empty word, the argument list; a NUL after each word. It holds what neither the words of a container's config nor
 * init's own arguments can: bytes that are no UTF-8, and as much as the kernel lets the tool have.
 */
#define _GNU_SOURCE
#include "words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *after(char *word) {
  return word + strlen(word) + 1;
}

/* Far more than the kernel lets a program be executed with. */
enum { MOST_BYTES = 64 << 20 };

/*
 * The file's bytes, which the environment and the argument list point into from then on. They are copied: of a file that is
 * mapped, and made shorter by whoever has it too, the pages that are gone raise SIGBUS.
 */
static char *read_all(int file, size_t *size) {
  struct stat status;
  if (fstat(file, &status) < 0) return NULL;
  errno = EINVAL;
  if (status.st_size < 1 || status.st_size > MOST_BYTES) return NULL;
  *size = (size_t)status.st_size;
  char *bytes = malloc(*size);
  for (size_t got = 0; bytes != NULL && got < *size;) {
    ssize_t count = pread(file, bytes + got, *size - got, (off_t)got);
    if (count == 0) errno = EINVAL;
    if (count <= 0) return NULL;
    got += (size_t)count;
  }
  return bytes;
}

char **take_words(int file) {
  size_t size;
  char *at = read_all(file, &size);
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
