#define _GNU_SOURCE
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "faults.h"
#include "hear.h"
#include "job.h"
#include "raw.h"
#include "request.h"
#include "screen.h"
#include "state.h"

static bool has_other_end(const struct descriptor *d) {
  return !S_ISREG(d->status.st_mode) && !S_ISBLK(d->status.st_mode) && !S_ISDIR(d->status.st_mode);
}

/*
 * Closes it, and has something at its number that can be neither read nor written: a name of the same thing, by which stderr can
 * be opened again where there is something to say at the end. Nobody at the other end feels that (open(2), O_PATH).
 */
static void close_but_for_its_name(int number) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", number);
  int name = open(path, O_PATH | O_CLOEXEC);
  if (name < 0) name = open("/", O_PATH | O_CLOEXEC);
  if (name < 0 || dup3(name, number, O_CLOEXEC) < 0) close(number);
  if (name >= 0) close(name);
}

/*
 * Once the tool has them: whoever is at the other end feels then what the tool does. Files stay, for a lock of fcntl(2)
 * goes with the first of its descriptors that this process closes, and directories, which the tool does not have and which
 * may be locked too (flock(2)); and so does the terminal, which hangs up when nobody has it open.
 */
static void let_go(const struct session *s) {
  for (const struct descriptor *d = stock.descriptors; d < stock.descriptors + stock.count; d++) {
    if (leads_to(d, &s->terminal) || !has_other_end(d)) continue;
    if (d->number < 3) close_but_for_its_name(d->number);
    else close(d->number);
  }
}

static bool is_finished(const struct session *s) {
  if (s->is_given_up) return true;
  if (!s->is_left) return false;
  return !s->is_taken || s->master < 0 || (s->is_shown && is_empty(&s->shown));
}

static int until(moment due) {
  moment left = due - now();
  return left < 0 ? 0 : left < 60 * 1000 ? (int)left : 60 * 1000;
}

static int time_left(const struct session *s) {
  moment due = s->hangs_up_at;
  if (s->is_started && s->goes_on_at < due) due = s->goes_on_at;
  if (s->stopped_by != 0 && s->stop_by < due) due = s->stop_by;
  moment ends = is_empty(&s->shown) ? NEVER : patience_ends(&s->patience, s->waits_since);
  return until(ends < due ? ends : due);
}

enum { SIGNAL, INIT, TERMINAL_END, PTY_IN, PTY_OUT, POLLED };

static void poll_for(const struct session *s, struct pollfd at[POLLED]) {
  const struct terminal *terminal = &s->terminal;
  bool is_screen_waiting = !is_empty(&s->shown), has_room = room_in(&s->shown) > 0;
  bool wants_keys = s->reads_keys && room_in(&s->typed) > 0;
  bool types = s->is_started && !is_empty(&s->typed);
  at[SIGNAL] = (struct pollfd){.fd = s->signals, .events = POLLIN};
  at[INIT] = (struct pollfd){.fd = s->is_left ? -1 : s->control, .events = POLLIN};
  at[TERMINAL_END] = (struct pollfd){.fd = s->hangs_up_at == NEVER ? terminal->fd : -1};
  at[TERMINAL_END].events = (short)((wants_keys ? POLLIN : 0) | (is_screen_waiting ? POLLOUT : 0));
  at[PTY_IN] = (struct pollfd){.fd = types ? s->master : -1, .events = POLLOUT};
  at[PTY_OUT] = (struct pollfd){.fd = has_room && !s->is_shown ? s->master : -1, .events = POLLIN};
}

/* Init has left, so that nobody shows anything any more: what the pty still has is its last, with or without an end. */
static bool is_last(const struct session *s, const struct pollfd *out) {
  return s->is_left && out->fd >= 0 && out->revents == 0;
}

static void attend(struct session *s) {
  while (!is_finished(s)) {
    struct pollfd at[POLLED];
    poll_for(s, at);
    bool is_at_end = s->is_left && at[PTY_OUT].fd >= 0;
    if (poll(at, POLLED, is_at_end ? 0 : time_left(s)) < 0) continue;
    bool was_started = s->is_started;
    if (at[PTY_OUT].revents) take_shown(s);
    if (is_last(s, &at[PTY_OUT])) s->is_shown = true;
    if (at[INIT].revents) hear_init(s);
    /* After what init has said: a signal may have been sent because the tool has begun, as its output shows. */
    if (at[SIGNAL].revents) hear_signal(s);
    if (s->is_started && !was_started) let_go(s);
    if (at[TERMINAL_END].revents & (POLLHUP | POLLERR)) look_for_hang_up(s);
    if (at[TERMINAL_END].revents & POLLIN) read_keys(s);
    type_keys(s);
    show(s);
    attend_job(s);
    attend_hang_up(s);
    lose_patience(s);
  }
}

static bool ask(struct session *s, const struct tool *tool) {
  struct termios modes;
  struct terminal_at_launch at = {.terminal = &s->terminal, .is_given = s->takes_keys};
  if (has_terminal(s) && size_of(&s->terminal, &s->told)) at.size = &s->told;
  if (s->takes_keys && tcgetattr(s->terminal.fd, &modes) == 0) at.modes = &modes;
  setsockopt(s->control, SOL_SOCKET, SO_PASSCRED, &(int){1}, sizeof(int));
  return send_request(s->control, tool, &at);
}

static struct terminal terminal;

static void restore_terminal(void) {
  if (terminal.fd >= 0) restore(&terminal);
}

struct ending run_session(int control, const struct tool *tool) {
  static char typed[65536], shown[65536];
  struct session s = {
      .control = control,
      .master = -1,
      .ending = {.kind = NOT_STARTED},
      .typed = {.bytes = typed, .size = sizeof typed},
      .shown = {.bytes = shown, .size = sizeof shown},
      .patience = NEW_PATIENCE,
      .hangs_up_at = NEVER,
      .goes_on_at = NEVER,
      .reached = UINT64_MAX,
  };
  block_signals(ALL_SIGNALS);
  s.signals = hear_signals(ALL_SIGNALS);
  s.terminal = terminal = find_terminal();
  if (has_terminal(&s)) {
    before_fault(restore_terminal);
    block_signals(ALL_SIGNALS & ~faults);
  }
  /*
   * Only a tool that has both ends of the terminal is given the keyboard at once. In `tool | less` it is `less` that reads
   * keys; the tool gets them when it asks.
   */
  s.takes_keys = s.has_modes = s.terminal.has_both_ends && is_in_front(&s.terminal);
  if (s.signals >= 0 && ask(&s, tool))
    attend(&s);
  else
    s.ending.number = errno;
  if (has_terminal(&s)) restore(&s.terminal);
  if (has_terminal(&s)) close(s.terminal.fd);
  terminal.fd = -1;
  if (s.master >= 0) close(s.master);
  if (s.signals >= 0) close(s.signals);
  close(control);
  return s.ending;
}
