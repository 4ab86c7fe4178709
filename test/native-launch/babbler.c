/*
 * An init that says anything: in place of a real one, to see what becomes of launch.
 *
 *   babbler SEED
 *
 * Everything that it does follows from the seed. It leaves after some messages.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "../../native/shared/message.h"

enum { CONTROL = 3 };

static unsigned long long state;

/* Below `limit` (xorshift64*). */
static unsigned any(unsigned limit) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (unsigned)(state * 0x2545F4914F6CDD1DULL >> 33) % limit;
}

static const char *const lines[] = {
    "taken\n",        "taken\n",          "terminal\n",     "terminal\n",         "tool\n",        "started\n",
    "started\n",      "stopped 19 0\n",   "stopped 20 0\n", "stopped 21 0\n",     "stopped 22 0\n", "stopped 9 0\n",
    "heard 0\n",      "heard 3\n",        "heard -1\n",     "heard 999999999\n", "exited 7\n",    "exited 256\n",
    "signaled 64\n",  "signaled 17\n",    "signaled 0\n",   "done\n",             "typed 2\n",     "failed 2 missing\n",
    "failed 13 present\n", "failed 99999 x\n", "error no \033[2J room\n", "error \n", "started 5\n", "\n", "niceness\n", "niceness\n",
};

static size_t make_line(char line[512]) {
  size_t length = 1 + any(511);
  if (any(20) == 0) {
    for (size_t i = 0; i < length; i++) line[i] = (char)any(256);
    return length;
  }
  const char *word = lines[any(sizeof lines / sizeof *lines)];
  length = strlen(word);
  memcpy(line, word, length);
  for (unsigned changes = any(12) == 0 ? any(4) : 0; changes > 0; changes--) line[any((unsigned)length)] = (char)any(256);
  if (any(20) == 0) length = 1 + any((unsigned)length);
  return length;
}

/* Masters of ptys, what is none, and too many of them. Their terminals may be gone, or say something. */
static size_t open_some(int some[8], int *terminal) {
  size_t count = any(4) == 0 ? any(8) : 1;
  for (size_t i = 0; i < count; i++) {
    some[i] = any(4) == 0 ? open("/dev/null", O_RDWR | O_CLOEXEC) : posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (some[i] < 0 || unlockpt(some[i]) < 0) continue;
    int end = open(ptsname(some[i]), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (end < 0) continue;
    if (any(2) == 0) dprintf(end, "some words\nof a tool\r\n");
    if (any(2) == 0 && *terminal < 0)
      *terminal = end;
    else
      close(end);
  }
  return count;
}

/* Whoever was told to stop goes on, and says goodbye by its end. */
static void take_leave(void) {
  char rest[64];
  shutdown(CONTROL, SHUT_WR);
  struct pollfd at = {.fd = CONTROL, .events = POLLIN};
  for (;;) {
    kill(getppid(), SIGCONT);
    if (poll(&at, 1, 2) > 0 && recv(CONTROL, rest, sizeof rest, 0) <= 0) return;
  }
}

int main(int argc, char **argv) {
  static char request[LONGEST_REQUEST];
  static struct message message;
  int terminal = -1;
  if (argc != 2) return 2;
  state = strtoull(argv[1], NULL, 10) * 2654435761ULL + 88172645463325252ULL;
  alarm(20);
  signal(SIGHUP, SIG_IGN);
  if (any(20) == 0) return 1;
  receive_message(CONTROL, request, sizeof request, 0, &message);
  close_descriptors(&message);
  if (any(10) > 0) send_message(CONTROL, "taken\n", 6, NULL, 0);
  for (unsigned left = any(60); left > 0; left--) {
    char line[512];
    int some[8];
    size_t length = make_line(line), count = 0;
    if (any(8) == 0 || strncmp(line, "terminal", 8) == 0) count = open_some(some, &terminal);
    if (!send_message(CONTROL, line, length, some, count)) return 0;
    for (size_t i = 0; i < count; i++)
      if (some[i] >= 0) close(some[i]);
    if (terminal >= 0 && any(3) == 0) dprintf(terminal, "%0*d\n", (int)any(300), 0);
    if (terminal >= 0 && any(30) == 0) {
      close(terminal);
      terminal = -1;
    }
    /* As launch hears it now, or more of it at once. */
    if (any(2) == 0) poll(NULL, 0, 1);
  }
  if (terminal >= 0) close(terminal);
  take_leave();
  return 0;
}
