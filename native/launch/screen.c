#define _GNU_SOURCE
#include "screen.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "hear.h"
#include "job.h"
#include "keys.h"
#include "raw.h"

/*
 * How much earlier SIGHUP is to reach the tool than the end of its terminal, in milliseconds. Linux wakes who reads a
 * terminal that hangs up a moment before it sends the signal (`pty_close`), and whoever natively reads it hears both at
 * once.
 */
enum { HANG_UP_MS = 50 };

/* A terminal that is said to have room takes so many bytes without waiting (`n_tty_poll` of Linux). */
enum { SURELY_TAKEN = 256 };

void take_master(struct session *s, int master) {
  unsigned number;
  if (s->master >= 0 || !has_terminal(s) || s->is_shown || ioctl(master, TIOCGPTN, &number) < 0) {
    close(master);
    return;
  }
  fcntl(master, F_SETFL, O_NONBLOCK);
  s->master = master;
  if (tell_size(s)) s->is_ahead = true;
}

static void end_of_screen(struct session *s) {
  s->is_shown = true;
}

/*
 * A newline becomes CR-NL once on its way: the tool's own terminal has done that, so that one which the caller's
 * terminal will make again is taken back. Of a CR-NL in two parts the CR is out already: on a screen, one more means
 * nothing.
 */
static void take_back_returns(char *bytes, size_t *length) {
  size_t to = 0;
  for (size_t from = 0; from < *length; from++)
    if (bytes[from] != '\r' || from + 1 == *length || bytes[from + 1] != '\n') bytes[to++] = bytes[from];
  *length = to;
}

/* Takes one part. Returns false when nothing is there, or no room. */
static bool take_part(struct session *s) {
  struct relay *shown = &s->shown;
  bool was_empty = is_empty(shown);
  ssize_t count = fill_relay(shown, s->master);
  if (count < 0) end_of_screen(s);
  if (count <= 0) return false;
  size_t length = (size_t)count;
  if (translates(&s->terminal)) take_back_returns(shown->bytes + shown->end - length, &length);
  shown->end -= (size_t)count - length;
  s->shown_in_all += length;
  if (was_empty) s->waits_since = now();
  return true;
}

void take_shown(struct session *s) {
  while (s->master >= 0 && !s->is_shown) {
    /* Waits for what the kernel still moves from one end to the other (`n_tty_poll`). */
    struct pollfd at = {.fd = s->master, .events = POLLIN};
    if (poll(&at, 1, 0) <= 0 || !take_part(s)) return;
  }
}

static void throw_away(struct session *s) {
  s->taken_in_all += s->shown.end - s->shown.start;
  s->shown.start = s->shown.end = 0;
}

/* In the background of a terminal that wants it so (`stty tostop`), whoever writes is stopped. */
static bool must_not_write(struct session *s) {
  struct termios modes;
  return !is_in_front(&s->terminal) && tcgetattr(s->terminal.fd, &modes) == 0 && (modes.c_lflag & TOSTOP);
}

void show(struct session *s) {
  if (is_empty(&s->shown)) return;
  if (must_not_write(s)) {
    if (stop_self(s, SIGTTOU, true)) go_on(s);
    if (must_not_write(s)) throw_away(s); /* nobody can let us go on: natively EIO */
    return;
  }
  ssize_t count = drain_relay(&s->shown, s->terminal.fd, s->terminal.is_borrowed ? SURELY_TAKEN : s->shown.size);
  if (count > 0) {
    s->taken_in_all += (uint64_t)count;
    s->waits_since = now();
  } else if (count < 0) {
    throw_away(s);
    look_for_hang_up(s);
  }
}

void lose_patience(struct session *s) {
  if (is_empty(&s->shown) || now() < patience_ends(&s->patience, s->waits_since)) return;
  /* We may have slept as well: what there is room for is written. */
  moment since = s->waits_since;
  show(s);
  if (is_empty(&s->shown) || s->waits_since != since) return;
  if (s->patience.late != 0) s->ending = (struct ending){.kind = SIGNALED, .number = s->patience.late};
  throw_away(s);
  end_of_screen(s);
}

void read_keys(struct session *s) {
  size_t before = s->typed.end;
  if (room_in(&s->typed) == 0) return;
  if (fill_relay(&s->typed, s->terminal.fd) < 0) {
    /* The terminal is another job's, or gone. */
    s->reads_keys = false;
    look_for_hang_up(s);
  }
  /* The first is kept for the tool, and heard of when that is given it. A second gives up. */
  for (size_t i = before; i < s->typed.end && !s->is_started; i++) {
    int number = s->typed.bytes[i] == 0x03 ? SIGINT : s->typed.bytes[i] == 0x1c ? SIGQUIT : 0;
    if (number == 0) continue;
    if (s->asked > 0) signal_job(s, number);
    give_up_if_asked(s, number);
  }
}

/*
 * A key that sends the tool's own group a signal is to reach the whole job of the caller, the script around the tool too: a
 * terminal that is raw does not see to that. A tool that is a shell gives each of its jobs a group of its own: those are no
 * concern of the caller's, here or outside.
 */
void type_keys(struct session *s) {
  struct relay *typed = &s->typed;
  if (!s->is_started || s->master < 0 || is_empty(typed)) return;
  /* Outside, a size holds from the moment it is set; the signal that tells of it may come late. */
  if (tell_size(s)) s->is_ahead = true;
  size_t from = typed->start;
  struct termios modes;
  bool is_tools = s->tool > 0 && tcgetpgrp(s->master) == s->tool && tcgetattr(s->master, &modes) == 0;
  ssize_t count = drain_relay(typed, s->master, typed->size);
  if (count < 0) typed->start = typed->end = 0;
  for (ssize_t i = 0; is_tools && i < count; i++) {
    int number = signal_of_key((cc_t)typed->bytes[from + (size_t)i], &modes);
    if (number != 0) signal_job(s, number);
  }
}

void look_for_hang_up(struct session *s) {
  if (s->hangs_up_at == NEVER && has_hung_up(&s->terminal)) s->hangs_up_at = now() + HANG_UP_MS;
}

void attend_hang_up(struct session *s) {
  if (now() < s->hangs_up_at) return;
  if (s->master >= 0) close(s->master);
  s->master = -1;
  s->typed.start = s->typed.end = 0;
  throw_away(s);
  end_of_screen(s);
  close(s->terminal.fd);
  s->terminal.fd = -1;
  s->hangs_up_at = NEVER;
}
