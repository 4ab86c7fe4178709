/*
 * How long the last bytes that a tool showed wait for a terminal that takes nothing. A native tool ends when its last byte
 * is in the terminal's queue; here more may be on its way at its end, and all of it waits for as long as it takes. Not so
 * where a native tool would have been stuck in a write and ended there:
 *
 *   - the tool died of a signal that was passed on;
 *   - it ended by itself, and its terminal has taken nothing since it was asked to;
 *   - a signal comes after its end: natively it would still be writing, and die.
 */
#ifndef TACKLE_PATIENCE_H
#define TACKLE_PATIENCE_H
#include <stdbool.h>

#include "clock.h"
#include "ending.h"
#include "signal-set.h"

struct patience {
  signal_set heard;
  moment asked_at; /* to end; or -1 */
  moment gone_at;  /* when a native tool would have been gone */
  int late;        /* the signal that came after the tool's end, or 0 */
  bool is_over;
};

#define NEW_PATIENCE ((struct patience){.asked_at = -1, .gone_at = NEVER})

/* Whether such a signal is sent by those who want an end. */
bool asks_for_end(int number);

void hear_with_patience(struct patience *patience, int number);

/* To be told of the tool's end. */
void end_with_patience(struct patience *patience, struct ending ending);

/* When a write that waits since then is to be given up. */
moment patience_ends(const struct patience *patience, moment waits_since);

#endif
