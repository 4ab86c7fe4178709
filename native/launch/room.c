#define _GNU_SOURCE
#include "room.h"

#include <string.h>

/* Pages of it that nobody touches take no memory. */
static char room[8 << 20];
static size_t taken;

void *take_room(size_t size) {
  size_t aligned = (size + 15) & ~(size_t)15;
  if (aligned < size || aligned > sizeof room - taken) return NULL;
  void *at = room + taken;
  taken += aligned;
  return at;
}

char *joined(const char *first, ...) {
  va_list parts;
  size_t length = strlen(first);
  va_start(parts, first);
  for (const char *part; (part = va_arg(parts, const char *)) != NULL;) length += strlen(part);
  va_end(parts);
  char *text = take_room(length + 1);
  if (text == NULL) return NULL;
  char *end = stpcpy(text, first);
  va_start(parts, first);
  for (const char *part; (part = va_arg(parts, const char *)) != NULL;) end = stpcpy(end, part);
  va_end(parts);
  return text;
}
