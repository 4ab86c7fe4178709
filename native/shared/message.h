/* Messages with descriptors (unix(7), SCM_RIGHTS). */
#ifndef TACKLE_MESSAGE_H
#define TACKLE_MESSAGE_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "protocol.h"

/* Sends all of it as one message, and waits for room if need be; false with errno. A peer that is gone raises no SIGPIPE. */
bool send_message(int to, const void *bytes, size_t length, const int *descriptors, size_t count);

struct message {
  size_t length;
  bool is_whole;                     /* neither its bytes nor its descriptors had to be cut off */
  pid_t sender;                      /* as seen from here; 0 when nobody says (SO_PASSCRED), or for one of another namespace */
  size_t count;                      /* of descriptors, which are the caller's to close, and close on exec */
  int descriptors[MOST_DESCRIPTORS];
};

/*
 * Receives one message into `bytes`. `flags` are recvmsg's. False at the end, and with errno for an error (EAGAIN too);
 * then there are no descriptors.
 */
bool receive_message(int from, void *bytes, size_t size, int flags, struct message *message);

void close_descriptors(const struct message *message);

#endif
