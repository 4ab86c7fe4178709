/*
 * The caller's terminal: of those of the descriptors 0-2 that are one, that which controls this process, or else the
 * first; or the one that controls it, where none of them is.
 */
#ifndef TACKLE_TERMINAL_H
#define TACKLE_TERMINAL_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "stock.h"

struct terminal {
  int fd;             /* for keys, screen and modes; -1 where there is none */
  bool is_borrowed;   /* no opening of our own: what is set for this descriptor is set for others, too */
  bool has_both_ends; /* descriptors 0 and 1 */
  bool controls;      /* this process */
  struct stat status;
};

/* Looks for it among what there is in stock, and opens it. */
struct terminal find_terminal(void);

bool leads_to(const struct descriptor *descriptor, const struct terminal *terminal);

/* Whether the caller's job is in its foreground. Of a terminal that does not control us everybody may read. */
bool is_in_front(const struct terminal *terminal);

/* False where it does not know. */
bool size_of(const struct terminal *terminal, struct winsize *size);

bool has_hung_up(const struct terminal *terminal);

#endif
