#include "said.h"

#include <signal.h>
#include <string.h>

#include "signal-set.h"

enum { MOST_DIGITS = 9, LAST_ERRNO = 4095, LAST_STATUS = 255 };

/* Steps over a number of few digits; -1 where there is none. */
static int take_number(const char **at) {
  int number = 0, digits = 0;
  for (; **at >= '0' && **at <= '9'; (*at)++) {
    if (++digits > MOST_DIGITS) return -1;
    number = number * 10 + (**at - '0');
  }
  return digits > 0 ? number : -1;
}

static bool step_over(const char **at, const char *word) {
  size_t length = strlen(word);
  if (strncmp(*at, word, length) != 0) return false;
  *at += length;
  return true;
}

static struct said read_word(const char *line) {
  static const struct {
    const char *word;
    struct said said;
  } words[] = {
      {"taken", {.what = TAKEN}},     {"terminal", {.what = TERMINAL}}, {"tool", {.what = TOOL}},
      {"started", {.what = STARTED}}, {"done", {.what = DONE}},         {"niceness", {.what = NICENESS}},
  };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(line, words[i].word) == 0) return words[i].said;
  return (struct said){.what = NOTHING};
}

static struct said read_number(const char *line) {
  static const struct {
    const char *word;
    int what;
    int first, last;
  } words[] = {
      {"failed ", FAILED, 1, LAST_ERRNO},        {"stopped ", STOPPED, 1, SIGNALS}, {"heard ", HEARD, 0, 999999999},
      {"exited ", HAS_EXITED, 0, LAST_STATUS}, {"signaled ", HAS_DIED, 1, SIGNALS},
  };
  struct said said = {.what = NOTHING};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    const char *at = line;
    if (!step_over(&at, words[i].word)) continue;
    said.number = take_number(&at);
    if (said.number < words[i].first || said.number > words[i].last) return said;
    said.is_present = words[i].what == FAILED && step_over(&at, " present");
    bool is_whole = said.is_present || (words[i].what == FAILED && step_over(&at, " missing")) ||
                    (words[i].what == STOPPED && is_stop(said.number) && step_over(&at, " 0")) ||
                    (words[i].what != FAILED && words[i].what != STOPPED);
    if (is_whole && *at == '\0') said.what = words[i].what;
    return said;
  }
  return said;
}

struct said read_said(char *line, size_t length) {
  struct said said = {.what = NOTHING};
  if (length == 0 || memchr(line, '\n', length) != line + length - 1 || memchr(line, '\0', length) != NULL) return said;
  line[length - 1] = '\0';
  const char *text = line;
  if (step_over(&text, "error ")) return (struct said){.what = ERROR, .text = text};
  said = read_word(line);
  return said.what == NOTHING ? read_number(line) : said;
}
