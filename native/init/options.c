#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "limits.h"
#include "modes.h"
#include "options.h"
#include "seccomp.h"

bool has_number(const struct numbers *numbers, int number) {
  for (size_t i = 0; i < numbers->count; i++)
    if (numbers->of[i] == number) return true;
  return false;
}

/* Steps over digits. strtol would take a sign and spaces too. */
static bool read_number(const char **text, int *number) {
  char *end;
  if (**text < '0' || **text > '9') return false;
  errno = 0;
  long value = strtol(*text, &end, 10);
  *text = end;
  *number = (int)value;
  return errno == 0 && value <= INT_MAX;
}

bool read_numbers(const char *text, struct numbers *numbers) {
  numbers->count = 0;
  while (*text) {
    int number;
    if (!read_number(&text, &number) || has_number(numbers, number) || numbers->count == MOST_DESCRIPTORS) return false;
    numbers->of[numbers->count++] = number;
    if (*text == ',' && text[1] != '\0') text++;
    else if (*text != '\0') return false;
  }
  return true;
}

static bool read_signals(const char *text, sigset_t *set) {
  struct numbers numbers;
  if (!read_numbers(text, &numbers)) return false;
  sigemptyset(set);
  for (size_t i = 0; i < numbers.count; i++) {
    if (numbers.of[i] < 1 || numbers.of[i] >= NSIG) return false;
    sigaddset(set, numbers.of[i]); /* but for those that the C library keeps to itself */
  }
  return true;
}

static bool read_terminals(const char *text, struct options *o) {
  o->has_terminal = *text != '\0';
  return strcmp(text, "controlling") == 0 || read_numbers(text, &o->terminals);
}

/* Of its pixels not every terminal knows. */
static bool read_size(const char *text, struct winsize *size) {
  return sscanf(text, "%hux%hux%hux%hu", &size->ws_row, &size->ws_col, &size->ws_xpixel, &size->ws_ypixel) >= 2;
}

static bool read_umask(const char *text, struct options *o) {
  o->has_umask = true;
  o->umask = (mode_t)strtoul(text, NULL, 8) & 0777;
  return true;
}

static bool read_ground(const char *text, struct options *o) {
  o->in_background = strcmp(text, "back") == 0;
  return true;
}

void clear_options(struct options *o) {
  memset(o, 0, sizeof *o);
  sigemptyset(&o->ignored);
  sigemptyset(&o->blocked);
}

bool read_option(struct options *o, const char *option, const char *value) {
  if (strcmp(option, "--terminal") == 0) return read_terminals(value, o);
  if (strcmp(option, "--ground") == 0) return read_ground(value, o);
  if (strcmp(option, "--size") == 0) return read_size(value, &o->size);
  if (strcmp(option, "--modes") == 0) return read_modes(value);
  if (strcmp(option, "--cwd") == 0) return *(o->cwd = value) != '\0';
  if (strcmp(option, "--umask") == 0) return read_umask(value, o);
  if (strcmp(option, "--ignored") == 0) return read_signals(value, &o->ignored);
  if (strcmp(option, "--blocked") == 0) return read_signals(value, &o->blocked);
  if (strcmp(option, "--processes") == 0) return sscanf(value, "%lu", &o->processes) == 1;
  if (strcmp(option, "--seccomp") == 0) return choose_filter(value);
  return read_limit_option(option, value);
}
