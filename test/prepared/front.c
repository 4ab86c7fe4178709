/*
 * What launch finds out before it runs anything, for the tests beside this file.
 *
 *   front project LOGICAL          the directory that find_project finds, and whether the command `tool` is named there
 *   front fresh LOGICAL            whether what is prepared for the command `tool` holds for the project of that directory
 *   front seen PROJECT ARG...      a `y` or an `n` for each argument
 *   front environment PROJECT PWD  the variables, with a NUL after each
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>

#include "../../native/launch/arguments.h"
#include "../../native/launch/environment.h"
#include "../../native/launch/paths.h"
#include "../../native/launch/prepared.h"
#include "../../native/launch/project.h"

static struct prepared prepared;
static struct here here;

static int say_project(const char *logical) {
  char directory[PATH_MAX];
  find_project(logical, directory);
  printf("%s %s\n", is_named("tool", directory) ? "named" : "unnamed", directory);
  return 0;
}

static int say_fresh(const char *logical) {
  char directory[PATH_MAX];
  find_project(logical, directory);
  return puts(find_prepared("tool", directory, &prepared) ? "fresh" : "stale") < 0;
}

static int say_seen(char *const *arguments) {
  const struct sight sight = {&prepared.shown, &prepared.own, &prepared.trees};
  for (; *arguments; arguments++) {
    char *one[] = {*arguments, NULL};
    putchar(are_seen(one, &here, &sight) ? 'y' : 'n');
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 3 || !find_here(&here)) return 2;
  if (strcmp(argv[1], "project") == 0) return say_project(argv[2]);
  if (strcmp(argv[1], "fresh") == 0) return say_fresh(argv[2]);
  if (!find_prepared("tool", argv[2], &prepared)) return 3;
  if (strcmp(argv[1], "seen") == 0) return say_seen(argv + 3);
  char **variables = tools_environment(&prepared, argv[3]);
  for (; variables && *variables; variables++) fwrite(*variables, 1, strlen(*variables) + 1, stdout);
  return 0;
}
