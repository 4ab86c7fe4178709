/* Bytes on their way from one descriptor to another, neither of which waits. */
#ifndef TACKLE_RELAY_H
#define TACKLE_RELAY_H
#include <stdbool.h>
#include <stddef.h>

struct relay {
  char bytes[65536];
  size_t start, end;
};

/* Takes what can be taken now. Returns false when the source has ended. */
bool fill(struct relay *relay, int from);

/* Hands on what can be handed on now. Returns false when nobody takes it. */
bool drain(struct relay *relay, int to);

bool has_room(const struct relay *relay);
bool has_bytes(const struct relay *relay);
void empty(struct relay *relay);

#endif
