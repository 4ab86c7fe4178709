/* Bytes on their way from one descriptor to another. */
#ifndef TACKLE_RELAY_H
#define TACKLE_RELAY_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct relay {
  char *bytes;
  size_t size;
  size_t start, end;
};

static inline bool is_empty(const struct relay *relay) {
  return relay->start == relay->end;
}

/* What is left of the room for more. */
static inline size_t room_in(const struct relay *relay) {
  return relay->size - relay->end;
}

/*
 * Moves what can be moved now, and gives how much; 0 when nothing can, and -1 when nothing more comes, or nobody takes it.
 */
ssize_t fill_relay(struct relay *relay, int from);
ssize_t drain_relay(struct relay *relay, int to, size_t most);

#endif
