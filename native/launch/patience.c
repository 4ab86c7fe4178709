#include "patience.h"

#include <signal.h>

enum {
  /* Milliseconds that a write may wait where a native tool would have died in it. */
  DIED = 250,
  /* That all such writes together may take; and that one may wait where a native tool is likely to have ended in it. */
  ENDED = 1000,
};

bool asks_for_end(int number) {
  return number == SIGINT || number == SIGTERM || number == SIGHUP || number == SIGQUIT;
}

void hear_with_patience(struct patience *p, int number) {
  if (!p->is_over) {
    p->heard |= only(number);
    if (asks_for_end(number)) p->asked_at = now();
  } else if (p->gone_at == NEVER) {
    p->late = number;
    p->gone_at = now();
  }
}

void end_with_patience(struct patience *p, struct ending ending) {
  p->is_over = true;
  if (ending.kind == SIGNALED && has_signal(p->heard, ending.number)) p->gone_at = now();
}

moment patience_ends(const struct patience *p, moment waits_since) {
  if (!p->is_over) return NEVER;
  if (p->gone_at == NEVER) return waits_since < p->asked_at ? waits_since + ENDED : NEVER;
  moment first = waits_since + DIED, last = p->gone_at + ENDED;
  return first < last ? first : last;
}
