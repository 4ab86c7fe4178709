#define _GNU_SOURCE
#include "request.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../shared/message.h"
#include "inheritance.h"
#include "raw.h"
#include "words-file.h"

static void ask_for_signals(struct text *text, const char *option, signal_set set) {
  if (set == 0) return;
  add_word(text, option);
  for (int number = 1; number <= SIGNALS; number++)
    if (has_signal(set, number)) add_to_list(text, "%d", number);
  end_word(text);
}

/*
 * A directory would be a way out of the sandbox. As one of the first three it was named on the command line, and is passed
 * as a native program finds it. A number that is beyond a limit which was lowered since (`ulimit -n`) cannot be had again.
 */
static bool is_passed(const struct descriptor *d, const struct terminal *terminal, rlim_t limit) {
  return !leads_to(d, terminal) && (d->number < 3 || !S_ISDIR(d->status.st_mode)) && (rlim_t)d->number < limit;
}

/* Gives how many there are. */
static size_t ask_for_descriptors(struct text *text, const struct terminal *terminal, int passed[]) {
  size_t count = 0;
  struct rlimit limit = {0};
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) text->is_whole = false;
  for (const struct descriptor *d = stock.descriptors; d < stock.descriptors + stock.count; d++) {
    if (!is_passed(d, terminal, limit.rlim_max)) continue;
    if (count == 0) add_word(text, "--descriptors");
    add_to_list(text, "%d", d->number);
    passed[count++] = d->number;
  }
  if (count > 0) end_word(text);
  return count;
}

static void ask_for_terminal(struct text *text, const struct terminal_at_launch *at) {
  if (at->terminal->fd < 0) return;
  bool is_any = false;
  add_word(text, "--terminal");
  for (const struct descriptor *d = stock.descriptors; d < stock.descriptors + stock.count; d++) {
    if (!leads_to(d, at->terminal)) continue;
    add_to_list(text, "%d", d->number);
    is_any = true;
  }
  if (!is_any) add_to_list(text, "controlling");
  end_word(text);
  add_words(text, "--ground", at->is_given ? "fore" : "back");
  if (at->size != NULL) {
    add_word(text, "--size");
    add_to_list(text, "%hux%hux%hux%hu", at->size->ws_row, at->size->ws_col, at->size->ws_xpixel, at->size->ws_ypixel);
    end_word(text);
  }
  if (at->modes != NULL) {
    char modes[LONGEST_MODES];
    write_modes(at->modes, modes);
    add_words(text, "--modes", modes);
  }
}

static void ask_for_umask(struct text *text) {
  mode_t own = umask(0);
  umask(own);
  add_word(text, "--umask");
  add_to_list(text, "%o", own);
  end_word(text);
}

bool send_request(int control, const struct tool *tool, const struct terminal_at_launch *at) {
  static char bytes[LONGEST_REQUEST];
  static int passed[MOST_DESCRIPTORS + 1];
  struct text text = {.at = bytes, .room = sizeof bytes, .is_whole = stock.is_whole};
  add_word(&text, REQUEST_GREETING);
  ask_for_umask(&text);
  ask_for_signals(&text, "--ignored", stock.ignored);
  ask_for_signals(&text, "--blocked", stock.blocked);
  size_t count = 1 + ask_for_descriptors(&text, at->terminal, passed + 1);
  ask_for_terminal(&text, at);
  if (tool->cwd != NULL) add_words(&text, "--cwd", tool->cwd);
  if (!tool->inherits) ask_for_inheritance(&text);
  for (char *const *option = tool->options; option != NULL && *option != NULL; option++) add_word(&text, *option);
  if (!text.is_whole || count > MOST_DESCRIPTORS) {
    errno = E2BIG;
    return false;
  }
  passed[0] = make_words_file(tool->env, tool->argv);
  if (passed[0] < 0) return false;
  bool is_sent = send_message(control, bytes, (size_t)(text.at - bytes), passed, count);
  int reason = errno;
  close(passed[0]);
  errno = reason;
  return is_sent;
}
