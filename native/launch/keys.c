#include "keys.h"

#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

int signal_of_key(cc_t key, const struct termios *modes) {
  static bool is_literal; /* Ctrl-V before it */
  bool was_literal = is_literal, edits = (modes->c_lflag & ICANON) && (modes->c_lflag & IEXTEN);
  is_literal = !was_literal && edits && key == modes->c_cc[VLNEXT];
  if (was_literal || !(modes->c_lflag & ISIG) || key == _POSIX_VDISABLE) return 0;
  return key == modes->c_cc[VINTR] ? SIGINT : key == modes->c_cc[VQUIT] ? SIGQUIT : 0;
}
