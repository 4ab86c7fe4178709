#define _GNU_SOURCE
#include "typed.h"

#include <limits.h>
#include <string.h>

/* What commands are called: src/kernel/brand.ts. */
static const char BEGIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
static const char GO_ON[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+-";

static bool is_command_name(const char *word) {
  return strspn(word, BEGIN) > 0 && word[strspn(word, GO_ON)] == '\0' && strlen(word) <= NAME_MAX;
}

bool find_typed(char *const *argv, struct typed *typed) {
  if (argv[0] == NULL || argv[1] == NULL || strcmp(argv[1], "+tackle") != 0 || argv[2] == NULL) return false;
  char *const *word = argv + 3;
  *typed = (struct typed){.program = argv[2], .words = word};
  if (*word && strcmp(*word, "run") == 0) {
    word++;
    if (*word && strcmp(*word, "--") == 0) word++;
  }
  if (*word == NULL || !is_command_name(*word)) return true;
  typed->command = *word;
  typed->arguments = word + 1;
  return true;
}
