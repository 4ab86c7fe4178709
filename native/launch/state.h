/*
 * What is known of a session.
 *
 *     asked ──(taken)──▶ begun ──(started)──▶ running ⇄ stopped ──(exited, signaled)──▶ over ──(done)──▶ left
 *
 * The end of the connection is `left` too, wherever it comes.
 */
#ifndef TACKLE_STATE_H
#define TACKLE_STATE_H
#include <stdbool.h>
#include <stdint.h>
#include <sys/ioctl.h>

#include "clock.h"
#include "ending.h"
#include "patience.h"
#include "relay.h"
#include "terminal.h"

/* Of the signals that were passed on, so many of the last are remembered. */
enum { REMEMBERED = 64 };

struct session {
  int control;
  int signals;
  struct terminal terminal;
  int master; /* of the tool's pty, or -1 */
  pid_t tool; /* 0 while unknown */

  bool is_taken, is_started, is_over, is_left;
  bool is_given_up;
  struct ending ending;
  signal_set own; /* sent by us to the whole group, and not yet come back */
  int asked; /* how often somebody has asked for the end of a tool that has not started */

  bool takes_keys;   /* the tool has asked for the terminal, or was given it */
  bool has_modes;    /* from the first time on that it has the terminal, its modes are its own affair */
  bool reads_keys;   /* and they wait for us at the moment */
  bool is_ahead;     /* a size was told before its SIGWINCH came */
  bool is_shown;     /* nothing more comes from the tool's pty */
  struct winsize told;
  moment hangs_up_at;
  struct relay typed, shown;
  uint64_t shown_in_all, taken_in_all; /* bytes: by the tool, and by the caller's terminal */
  moment waits_since;                  /* of what was shown; while there is any */
  struct patience patience;

  int told_to_stop; /* the signal to which the tool's stop is the answer, or 0 */
  int stopped_by;   /* a stop that is not answered yet, or 0 */
  uint64_t stop_after; /* `taken_in_all` */
  moment stop_by;
  moment goes_on_at;

  uint8_t sent[REMEMBERED];
  uint64_t sent_in_all;
  uint64_t reached; /* so many of them reached the tool before its end */
};

static inline bool has_terminal(const struct session *s) {
  return s->terminal.fd >= 0;
}

/* Says it to init, if that takes it: one that does not is as good as stopped. */
void say(const struct session *s, const char *word);
void say_number(const struct session *s, const char *word, int number);

/*
 * Sends what a key has sent the tool to the rest of the caller's job, the scripts around this process: a terminal that is raw
 * does not. This process does not hear it.
 */
void signal_job(struct session *s, int number);

#endif
