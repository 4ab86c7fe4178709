#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "message.h"

enum { RIGHTS = MOST_DESCRIPTORS * sizeof(int) };

bool send_message(int to, const void *bytes, size_t length, const int *descriptors, size_t count) {
  union {
    struct cmsghdr aligned;
    char bytes[CMSG_SPACE(RIGHTS)];
  } control;
  if (count > MOST_DESCRIPTORS) {
    errno = E2BIG;
    return false;
  }
  struct iovec part = {.iov_base = (void *)bytes, .iov_len = length};
  struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
  if (count > 0) {
    size_t size = count * sizeof *descriptors;
    memset(&control, 0, CMSG_SPACE(size));
    header.msg_control = &control;
    header.msg_controllen = CMSG_SPACE(size);
    struct cmsghdr *first = CMSG_FIRSTHDR(&header);
    first->cmsg_level = SOL_SOCKET;
    first->cmsg_type = SCM_RIGHTS;
    first->cmsg_len = CMSG_LEN(size);
    memcpy(CMSG_DATA(first), descriptors, size);
  }
  ssize_t sent;
  while ((sent = sendmsg(to, &header, MSG_NOSIGNAL)) < 0 && errno == EINTR) continue;
  return sent >= 0;
}

static void take_control(struct msghdr *header, struct message *message) {
  for (struct cmsghdr *at = CMSG_FIRSTHDR(header); at != NULL; at = CMSG_NXTHDR(header, at)) {
    if (at->cmsg_level != SOL_SOCKET) continue;
    size_t size = at->cmsg_len - CMSG_LEN(0);
    if (at->cmsg_type == SCM_RIGHTS && size <= RIGHTS) {
      memcpy(message->descriptors, CMSG_DATA(at), size);
      message->count = size / sizeof(int);
    } else if (at->cmsg_type == SCM_CREDENTIALS && size >= sizeof(struct ucred)) {
      struct ucred sender;
      memcpy(&sender, CMSG_DATA(at), sizeof sender);
      message->sender = sender.pid;
    }
  }
}

bool receive_message(int from, void *bytes, size_t size, int flags, struct message *message) {
  union {
    struct cmsghdr aligned;
    char bytes[CMSG_SPACE(RIGHTS) + CMSG_SPACE(sizeof(struct ucred))];
  } control;
  struct iovec part = {.iov_base = bytes, .iov_len = size};
  struct msghdr header = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  message->length = message->count = 0;
  message->sender = 0;
  errno = 0;
  ssize_t got;
  while ((got = recvmsg(from, &header, flags | MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) continue;
  if (got < 0) return false;
  take_control(&header, message);
  message->length = (size_t)got;
  message->is_whole = (header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
  /* An empty message looks like the end, and nobody here sends one. */
  if (got > 0) return true;
  close_descriptors(message);
  errno = 0;
  return false;
}

void close_descriptors(const struct message *message) {
  for (size_t i = 0; i < message->count; i++) close(message->descriptors[i]);
}
