#include <errno.h>
#include <sys/types.h>
#include <unistd.h>

#include "relay.h"

bool has_room(const struct relay *r) {
  return r->end < sizeof r->bytes;
}

bool has_bytes(const struct relay *r) {
  return r->start < r->end;
}

void empty(struct relay *r) {
  r->start = r->end = 0;
}

bool fill(struct relay *r, int from) {
  if (!has_room(r)) return true;
  ssize_t count = read(from, r->bytes + r->end, sizeof r->bytes - r->end);
  if (count > 0) r->end += (size_t)count;
  return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

bool drain(struct relay *r, int to) {
  ssize_t count = write(to, r->bytes + r->start, r->end - r->start);
  if (count > 0) r->start += (size_t)count;
  if (r->start == r->end) empty(r);
  return count >= 0 || errno == EAGAIN || errno == EINTR;
}
