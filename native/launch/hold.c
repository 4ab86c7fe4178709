#define _GNU_SOURCE
#include "hold.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char workplace[PATH_MAX], holds[PATH_MAX], file[PATH_MAX];
static bool is_held;

static size_t read_line(const char *path, char *line, size_t size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = fd < 0 ? 0 : read(fd, line, size - 1);
  if (fd >= 0) close(fd);
  line[length > 0 ? length : 0] = '\0';
  line[strcspn(line, "\n")] = '\0';
  return strlen(line);
}

/* Field 22 of proc(5)'s stat, in clock ticks since boot. The second one is a name, with blanks and brackets in it. */
static unsigned long long start_of_self(void) {
  char line[1024];
  read_line("/proc/self/stat", line, sizeof line);
  const char *at = strrchr(line, ')');
  for (int field = 2; at != NULL && field < 22; field++) at = strchr(at + 1, ' ');
  return at == NULL ? 0 : strtoull(at, NULL, 10);
}

/* base64url without padding (RFC 4648). */
static void encode(const char *bytes, size_t length, char *text) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (size_t i = 0; i < length; i += 3) {
    unsigned group = 0;
    for (size_t k = 0; k < 3; k++) group = group << 8 | (i + k < length ? (unsigned char)bytes[i + k] : 0U);
    size_t count = length - i < 3 ? length - i + 1 : 4;
    for (size_t k = 0; k < count; k++) *text++ = digits[group >> (18 - 6 * k) & 63];
  }
  *text = '\0';
}

/* Boot and pid namespace: src/host/process-identity.ts. */
static void tell_world(char text[256]) {
  char world[160];
  size_t length = read_line("/proc/sys/kernel/random/boot_id", world, 64);
  world[length++] = ' ';
  ssize_t said = readlink("/proc/self/ns/pid", world + length, sizeof world - length - 1);
  encode(world, length + (said > 0 ? (size_t)said : 0), text);
}

static bool make_workplace(const char *store) {
  char world[256];
  tell_world(world);
  int length = snprintf(workplace, sizeof workplace, "%s/tmp/%ld.%llu.%s.XXXXXX", store, (long)getpid(),
                        start_of_self(), world);
  return length > 0 && length < PATH_MAX && mkdtemp(workplace) != NULL;
}

/* The time of its record says when an image was last used. */
static void note_use(const char *store, const char *image) {
  char record[PATH_MAX];
  int length = snprintf(record, sizeof record, "%s/images/%s/image.json", store, image);
  if (length > 0 && length < PATH_MAX) utimensat(AT_FDCWD, record, NULL, 0);
}

void hold_image(const struct words *image) {
  const char *store = image->at[0], *name = image->at[1];
  note_use(store, name);
  if (!make_workplace(store)) return;
  is_held = true;
  int needed = snprintf(holds, sizeof holds, "%s/holds", workplace);
  if (needed >= PATH_MAX || mkdir(holds, 0700) < 0) return;
  needed = snprintf(file, sizeof file, "%s/%s", holds, name);
  if (needed >= PATH_MAX) return;
  int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd >= 0) close(fd);
}

void release_image(void) {
  if (!is_held) return;
  unlink(file);
  rmdir(holds);
  rmdir(workplace);
  is_held = false;
}
