/* What launch asks of init: the words of init's command line, and what the tool gets of the caller's own. */
#ifndef TACKLE_REQUEST_H
#define TACKLE_REQUEST_H
#include <stdbool.h>
#include <sys/ioctl.h>
#include <termios.h>

#include "session.h"
#include "terminal.h"

struct terminal_at_launch {
  const struct terminal *terminal;
  bool is_given;                 /* to the tool at once; else it gets it when it asks */
  const struct winsize *size;    /* or NULL */
  const struct termios *modes;   /* or NULL */
};

/* False with errno: then nothing was begun, and nothing will be. */
bool send_request(int control, const struct tool *tool, const struct terminal_at_launch *at);

#endif
