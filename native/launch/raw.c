#define _GNU_SOURCE
#include "raw.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct termios found, ours;
static bool is_ours, was_ours;

void write_modes(const struct termios *modes, char text[LONGEST_MODES]) {
  int length = snprintf(text, LONGEST_MODES, "%x:%x:%x:%x", modes->c_iflag, modes->c_oflag, modes->c_cflag, modes->c_lflag);
  for (int i = 0; i < NCCS && length < LONGEST_MODES; i++)
    length += snprintf(text + length, LONGEST_MODES - (size_t)length, ":%x", modes->c_cc[i]);
}

/* Of whatever holds for both, and whatever somebody else has set since. */
static tcflag_t merged(tcflag_t before, tcflag_t set, tcflag_t now) {
  tcflag_t changed = now ^ set;
  return (before & ~changed) | (now & changed);
}

/* The modes to leave behind: those that were found, but for what is not as we have set it. */
static struct termios left_behind(const struct termios *now) {
  struct termios modes = found;
  modes.c_iflag = merged(found.c_iflag, ours.c_iflag, now->c_iflag);
  modes.c_oflag = merged(found.c_oflag, ours.c_oflag, now->c_oflag);
  modes.c_lflag = merged(found.c_lflag, ours.c_lflag, now->c_lflag);
  if (now->c_cflag != ours.c_cflag) modes.c_cflag = now->c_cflag;
  for (int i = 0; i < NCCS; i++)
    if (now->c_cc[i] != ours.c_cc[i]) modes.c_cc[i] = now->c_cc[i];
  return modes;
}

/*
 * The tool's own pty does all that a terminal does to what is typed and shown. In `tool | cat` though, cat writes to this
 * one too, and counts on its newlines being translated.
 */
static struct termios raw_from(const struct termios *modes, bool is_alone) {
  struct termios raw = *modes;
  raw.c_iflag &= ~(tcflag_t)(BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | INPCK | IUCLC | IXON);
  raw.c_lflag &= ~(tcflag_t)(ECHO | ICANON | IEXTEN | ISIG);
  raw.c_cflag |= CS8;
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  if (is_alone) raw.c_oflag &= ~(tcflag_t)OPOST;
  return raw;
}

bool enter_raw(const struct terminal *terminal) {
  struct termios now;
  if (tcgetattr(terminal->fd, &now) < 0) return false;
  found = is_ours ? left_behind(&now) : now;
  struct termios raw = raw_from(&found, terminal->has_both_ends);
  if (tcsetattr(terminal->fd, TCSANOW, &raw) < 0) return false;
  /* As the kernel has it: it need not take everything. */
  return was_ours = is_ours = tcgetattr(terminal->fd, &ours) == 0;
}

const struct termios *found_modes(void) {
  return was_ours ? &found : NULL;
}

void restore(const struct terminal *terminal) {
  struct termios now;
  if (!is_ours) return;
  is_ours = false;
  /* In the background the modes are the shell's affair. */
  if (!is_in_front(terminal) || tcgetattr(terminal->fd, &now) < 0) return;
  struct termios modes = left_behind(&now);
  tcsetattr(terminal->fd, TCSANOW, &modes);
}

bool translates(const struct terminal *terminal) {
  struct termios now;
  if (is_ours && terminal->has_both_ends) return false;
  return tcgetattr(terminal->fd, &now) == 0 && (now.c_oflag & OPOST) && (now.c_oflag & ONLCR);
}

static bool ends_line(char byte, const struct termios *modes) {
  cc_t key = (cc_t)byte;
  return key == '\n' || (key != _POSIX_VDISABLE && (key == modes->c_cc[VEOL] || key == modes->c_cc[VEOL2]));
}

size_t take_lines_typed_ahead(const struct terminal *terminal, char *to, size_t room) {
  /* More than anybody types meanwhile; a terminal that has hung up is at its end again and again. */
  enum { MOST = 64 };
  struct termios modes;
  size_t taken = 0;
  if (terminal->is_borrowed || tcgetattr(terminal->fd, &modes) < 0 || !(modes.c_lflag & ICANON)) return 0;
  for (int lines = 0; lines < MOST && taken + 1 < room; lines++) {
    ssize_t length = read(terminal->fd, to + taken, room - taken - 1);
    if (length < 0) break;
    taken += (size_t)length;
    if (length == 0 || !ends_line(to[taken - 1], &modes)) to[taken++] = (char)modes.c_cc[VEOF];
  }
  return taken;
}
