#ifndef TACKLE_SAID_H
#define TACKLE_SAID_H
#include <stdbool.h>
#include <stddef.h>

/* What init can say (shared/protocol.h). */
struct said {
  enum {
    NOTHING, /* that init ever says */
    NICENESS,
    TAKEN,
    ERROR,
    TERMINAL,
    TOOL,
    STARTED,
    FAILED,
    STOPPED,
    HEARD,
    HAS_EXITED,
    HAS_DIED,
    DONE,
  } what;
  int number;       /* of a signal, an errno, a status */
  bool is_present;  /* FAILED */
  const char *text; /* ERROR: what may hold any byte but NUL */
};

/* Reads one message, which is written to. Whatever it holds, it is one of the above, with a number that can be. */
struct said read_said(char *line, size_t length);

#endif
