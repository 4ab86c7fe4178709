#define _GNU_SOURCE
#include "typed.h"

#include <limits.h>
#include <string.h>

#include "room.h"

/* What commands are called, and how versions are set apart from toolboxes: src/kernel/brand.ts. */
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
static const char BEGIN[] = LETTERS;
static const char OF_COMMANDS[] = LETTERS ".+-";
static const char OF_TOOLBOXES[] = LETTERS ".+-@";

static bool is_name(const char *word, const char *letters) {
  return strspn(word, BEGIN) > 0 && word[strspn(word, letters)] == '\0' && strlen(word) <= NAME_MAX;
}

static char *const *after_dashes(char *const *word) {
  return *word && strcmp(*word, "--") == 0 ? word + 1 : word;
}

/* `x TOOLBOX ARGUMENT…` and `shell TOOLBOX ARGUMENT…`: the word after that word of Tackle's own. */
static void take_toolbox(struct typed *typed, char *const *word, enum meaning meaning) {
  if (*word == NULL || !is_name(*word, OF_TOOLBOXES)) return;
  bool has_arguments = meaning == ANYWHERE && word[1] != NULL;
  typed->command = joined(meaning == ANYWHERE ? "x " : "shell ", *word, has_arguments ? " ..." : "", NULL);
  typed->meaning = typed->command ? meaning : NOWHERE;
  typed->arguments = word + 1;
}

static void take_command(struct typed *typed, char *const *word) {
  if (*word == NULL || !is_name(*word, OF_COMMANDS)) return;
  typed->command = *word;
  typed->meaning = NAMED;
  typed->arguments = word + 1;
}

bool find_typed(char *const *argv, struct typed *typed) {
  if (argv[0] == NULL || argv[1] == NULL || strcmp(argv[1], "+tackle") != 0 || argv[2] == NULL) return false;
  char *const *word = argv + 3;
  *typed = (struct typed){.program = argv[2], .words = word};
  const char *first = *word ? *word : "";
  if (strcmp(first, "x") == 0)
    take_toolbox(typed, after_dashes(word + 1), ANYWHERE);
  else if (strcmp(first, "shell") == 0)
    take_toolbox(typed, after_dashes(word + 1), IN_PROJECT);
  else if (strcmp(first, "run") == 0)
    take_command(typed, after_dashes(word + 1));
  else
    take_command(typed, word);
  return true;
}
