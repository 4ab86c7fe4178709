/*
 * What launch finds out before it runs anything, for the tests beside this file.
 *
 *   front project LOGICAL          the directory that find_project finds, and whether the command `tool` is named there
 *   front fresh LOGICAL COMMAND    whether what is prepared for the command holds for the project of that directory, or for it
 *   front seen PROJECT ARG...      a `y` or an `n` for each argument
 *   front environment PROJECT PWD  the variables, with a NUL after each
 *   front +tackle PROGRAM WORD...  what was typed: where it means something, what it is called, and its arguments
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "../../native/launch/arguments.h"
#include "../../native/launch/environment.h"
#include "../../native/launch/paths.h"
#include "../../native/launch/prepared.h"
#include "../../native/launch/project.h"
#include "../../native/launch/typed.h"

static struct prepared prepared;
static struct here here;

static int say_project(const char *logical) {
  char directory[PATH_MAX];
  find_project(logical, directory);
  printf("%s %s\n", is_named("tool", directory) ? "named" : "unnamed", directory);
  return 0;
}

static int say_fresh(const char *logical, const char *command) {
  char directory[PATH_MAX];
  find_project(logical, directory);
  if (*directory == '\0') strcpy(directory, logical);
  return puts(find_prepared(command, directory, &prepared) ? "fresh" : "stale") < 0;
}

static int say_seen(char *const *arguments) {
  const struct sight sight = {&prepared.shown, &prepared.own, &prepared.trees, prepared.start.count == 0};
  for (; *arguments; arguments++) {
    char *one[] = {*arguments, NULL};
    putchar(are_seen(one, &here, &sight) ? 'y' : 'n');
  }
  return 0;
}

static int say_typed(char *const *argv) {
  static const char *const meanings[] = {"nowhere", "named", "project", "anywhere"};
  struct typed typed;
  if (!find_typed(argv, &typed)) return 4;
  printf("%s", meanings[typed.meaning]);
  if (typed.meaning != NOWHERE) printf(" <%s>", typed.command);
  for (char *const *word = typed.meaning == NOWHERE ? typed.words : typed.arguments; *word; word++)
    printf(" [%s]", *word);
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 3 || !find_here(&here)) return 2;
  if (strcmp(argv[1], "+tackle") == 0) return say_typed(argv);
  if (strcmp(argv[1], "project") == 0) return say_project(argv[2]);
  if (strcmp(argv[1], "fresh") == 0) return say_fresh(argv[2], argv[3] ? argv[3] : "");
  if (!find_prepared("tool", argv[2], &prepared)) return 3;
  if (strcmp(argv[1], "seen") == 0) return say_seen(argv + 3);
  char **variables = tools_environment(&prepared, argv[3]);
  for (; variables && *variables; variables++) fwrite(*variables, 1, strlen(*variables) + 1, stdout);
  return 0;
}
