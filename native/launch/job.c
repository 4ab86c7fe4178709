#define _GNU_SOURCE
#include "job.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "raw.h"
#include "screen.h"

enum {
  SHOWN_MS = 1000, /* that what a tool showed before its stop may take to be seen */
  PAUSE_MS = 100,  /* between two stops that the kernel throws away, since nobody is there to continue the job */
};

void take_keyboard(struct session *s) {
  s->typed.end += take_lines_typed_ahead(&s->terminal, s->typed.bytes + s->typed.end, room_in(&s->typed));
  s->reads_keys = enter_raw(&s->terminal);
}

bool tell_size(struct session *s) {
  struct winsize size;
  if (s->master < 0 || !has_terminal(s) || !size_of(&s->terminal, &size)) return false;
  if (memcmp(&size, &s->told, sizeof size) == 0) return false;
  s->told = size;
  ioctl(s->master, TIOCSWINSZ, &size); /* the kernel sends SIGWINCH */
  return true;
}

static void give_modes(struct session *s) {
  const struct termios *found = found_modes();
  if (s->has_modes || s->master < 0 || found == NULL) return;
  tcsetattr(s->master, TCSANOW, found);
  s->has_modes = true;
}

void go_on(struct session *s) {
  s->goes_on_at = NEVER;
  if (s->is_over) return;
  bool in_front = !has_terminal(s) || (s->takes_keys && is_in_front(&s->terminal));
  if (has_terminal(s) && in_front) {
    take_keyboard(s);
  } else if (has_terminal(s)) {
    restore(&s->terminal);
    s->reads_keys = false;
  }
  if (tell_size(s)) s->is_ahead = true;
  if (in_front) give_modes(s);
  say(s, in_front ? "resume fore" : "resume back");
}

bool stop_self(struct session *s, int number, bool whole_job) {
  if (has_terminal(s)) restore(&s->terminal);
  s->reads_keys = false;
  take_default(number);
  /* 0 is our process group: a pager and the shell's subshells with it. */
  kill(whole_job ? 0 : getpid(), number);
  signal_set blocked = blocked_signals();
  block_signals(blocked & ~only(number));
  block_signals(blocked);
  if (has_signal(stock.ignored, number)) ignore_signal(number);
  return forget_signal(SIGCONT);
}

static bool wants_terminal(int number) {
  return number == SIGTTIN || number == SIGTTOU;
}

static void answer_stop(struct session *s) {
  int number = s->stopped_by;
  /* Who has sent the signal here has sent it to whoever else was to stop. Without a terminal the group may be somebody
   * else's, a script's or a build server's. */
  bool whole_job = has_terminal(s) && number != SIGSTOP && s->told_to_stop != number;
  s->stopped_by = s->told_to_stop = 0;
  if (stop_self(s, number, whole_job))
    go_on(s);
  else
    s->goes_on_at = now() + PAUSE_MS;
}

void hear_stop(struct session *s, int number) {
  if (wants_terminal(number) && s->told_to_stop != number) {
    s->takes_keys = true;
    if (has_terminal(s) && is_in_front(&s->terminal)) {
      go_on(s);
      return;
    }
  }
  /* What the tool showed before its stop is seen before the caller stops too, unless nobody takes it. */
  take_shown(s);
  s->stopped_by = number;
  s->stop_after = s->shown_in_all;
  s->stop_by = now() + SHOWN_MS;
}

void attend_job(struct session *s) {
  if (s->stopped_by != 0 && (s->taken_in_all >= s->stop_after || now() >= s->stop_by)) answer_stop(s);
  if (s->is_started && now() >= s->goes_on_at) go_on(s);
}
