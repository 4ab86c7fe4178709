#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include "launcher.h"
#include "relay.h"
#include "screen.h"
#include "watch.h"

enum { KEYS, PTY_IN, PTY_OUT, SHOW };

static int connection = -1;
static struct pty pty = {-1, -1};
static bool has_keyboard, has_more;
static struct relay typed, shown;
static unsigned long long shown_in_all;

void open_screen(int to, struct pty of) {
  connection = to;
  pty = of;
  has_keyboard = has_more = true;
  fcntl(connection, F_SETFL, O_NONBLOCK);
  fcntl(pty.master, F_SETFL, O_NONBLOCK);
}

bool is_screen_open(void) {
  return has_more || has_bytes(&shown);
}

void resize_screen(const struct winsize *size) {
  if (pty.master >= 0) ioctl(pty.master, TIOCSWINSZ, size); /* the kernel sends SIGWINCH */
}

/* The signal that this key makes of itself in the pty, which is in these modes; or 0. */
static int signal_of_key(cc_t key, const struct termios *modes) {
  static bool is_literal; /* Ctrl-V before it */
  bool was_literal = is_literal, edits = (modes->c_lflag & ICANON) && (modes->c_lflag & IEXTEN);
  is_literal = !was_literal && edits && key == modes->c_cc[VLNEXT];
  if (was_literal || !(modes->c_lflag & ISIG) || key == _POSIX_VDISABLE) return 0;
  return key == modes->c_cc[VINTR] ? SIGINT : key == modes->c_cc[VQUIT] ? SIGQUIT : 0;
}

/* Types what can be typed now. */
static bool type_keys(void) {
  size_t from = typed.start, end = typed.end;
  struct termios modes;
  bool is_tools = is_in_front() && tcgetattr(pty.slave, &modes) == 0;
  if (!drain(&typed, pty.master)) return false;
  size_t to = typed.end == 0 ? end : typed.start;
  for (; is_tools && from < to; from++) {
    int number = signal_of_key((cc_t)typed.bytes[from], &modes);
    if (number) say("typed %d\n", number);
  }
  return true;
}

/* Takes what the tool has shown. Returns false when nothing more comes. */
static bool take_shown(void) {
  size_t before = shown.end;
  bool more = fill(&shown, pty.master);
  shown_in_all += shown.end - before;
  return more;
}

unsigned long long show_what_is_there(void) {
  struct pollfd at = {.fd = pty.master, .events = POLLIN};
  while (pty.master >= 0 && has_room(&shown) && poll(&at, 1, 0) > 0 && (at.revents & POLLIN))
    if (!take_shown()) break;
  if (has_bytes(&shown)) drain(&shown, connection);
  return shown_in_all;
}

/*
 * The launcher's terminal has hung up, and so does the tool's: reading finds its end, writing fails. The kernel
 * tells the session's leader of it, which is init; whom it told outside is the launcher's to say.
 */
static void hang_up(void) {
  close(pty.master);
  pty.master = -1;
  has_more = false;
  empty(&typed);
  empty(&shown);
}

void poll_screen(struct pollfd at[SCREEN_POLLS]) {
  at[KEYS] = (struct pollfd){.fd = has_keyboard && has_room(&typed) ? connection : -1, .events = POLLIN};
  at[PTY_IN] = (struct pollfd){.fd = has_more && has_bytes(&typed) ? pty.master : -1, .events = POLLOUT};
  at[PTY_OUT] = (struct pollfd){.fd = has_more && has_room(&shown) ? pty.master : -1, .events = POLLIN};
  at[SHOW] = (struct pollfd){.fd = has_bytes(&shown) ? connection : -1, .events = POLLOUT};
}

void attend_screen(const struct pollfd at[SCREEN_POLLS]) {
  if (at[KEYS].revents && !fill(&typed, connection)) {
    has_keyboard = false;
    if (!is_over()) {
      hang_up();
      return;
    }
  }
  if (at[PTY_IN].revents && !type_keys()) empty(&typed);
  if (at[PTY_OUT].revents && !take_shown()) has_more = false;
  if (at[SHOW].revents && !drain(&shown, connection)) empty(&shown);
}
