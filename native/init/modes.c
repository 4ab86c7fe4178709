/*
 * The modes that a tool finds its terminal in: the caller's, whose start-up file may have chosen other keys or no flow
 * control (`stty erase ^H`, `stty -ixon`). As `stty -g` says them, in hexadecimal:
 *
 *   IFLAG:OFLAG:CFLAG:LFLAG:CC0:CC1:...
 *
 * Without them it has those that the kernel gives it, but for UTF-8, which every terminal of today speaks: the
 * erase key is to take a character, not a byte.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <termios.h>

#include "modes.h"

enum { FLAGS = 4 };

static unsigned long wanted[FLAGS + NCCS];
static bool has_modes;

bool read_modes(const char *text) {
  int count = 0;
  for (;; text++) {
    char *end;
    unsigned long number = strtoul(text, &end, 16);
    if (end == text) return false;
    if (count < FLAGS + NCCS) wanted[count++] = number;
    text = end;
    if (*text != ':') break;
  }
  return has_modes = *text == '\0' && count > FLAGS;
}

void take_modes(int terminal) {
  struct termios modes;
  if (tcgetattr(terminal, &modes) < 0) return;
  if (has_modes) {
    modes.c_iflag = (tcflag_t)wanted[0];
    modes.c_oflag = (tcflag_t)wanted[1];
    modes.c_cflag = (tcflag_t)wanted[2];
    modes.c_lflag = (tcflag_t)wanted[3];
    for (int i = 0; i < NCCS; i++) modes.c_cc[i] = (cc_t)wanted[FLAGS + i];
  } else {
    modes.c_iflag |= IUTF8;
  }
  tcsetattr(terminal, TCSANOW, &modes);
}
