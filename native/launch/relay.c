#define _GNU_SOURCE
#include "relay.h"

#include <errno.h>
#include <unistd.h>

static bool is_for_later(void) {
  return errno == EAGAIN || errno == EINTR;
}

ssize_t fill_relay(struct relay *r, int from) {
  if (room_in(r) == 0) return 0;
  ssize_t count = read(from, r->bytes + r->end, room_in(r));
  if (count > 0) r->end += (size_t)count;
  if (count < 0) return is_for_later() ? 0 : -1;
  return count > 0 ? count : -1;
}

ssize_t drain_relay(struct relay *r, int to, size_t most) {
  if (is_empty(r)) return 0;
  size_t length = r->end - r->start;
  ssize_t count = write(to, r->bytes + r->start, length < most ? length : most);
  if (count < 0) return is_for_later() ? 0 : -1;
  r->start += (size_t)count;
  if (is_empty(r)) r->start = r->end = 0;
  return count;
}
