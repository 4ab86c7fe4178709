#define _GNU_SOURCE
#include "environment.h"

#include <ctype.h>
#include <string.h>

#include "room.h"

extern char **environ;

struct variables {
  char **at;
  size_t count;
};

static size_t name_length(const char *entry) {
  return strcspn(entry, "=");
}

static void put(struct variables *variables, char *entry) {
  size_t length = name_length(entry) + 1;
  for (size_t i = 0; i < variables->count; i++) {
    if (strncmp(variables->at[i], entry, length) != 0) continue;
    variables->at[i] = entry;
    return;
  }
  variables->at[variables->count++] = entry;
}

static bool is_in(const char *entry, const struct words *names) {
  size_t length = name_length(entry);
  for (size_t i = 0; i < names->count; i++)
    if (strlen(names->at[i]) == length && strncmp(entry, names->at[i], length) == 0) return true;
  return false;
}

static bool begins_as(const char *entry, const struct words *beginnings) {
  size_t length = name_length(entry);
  for (size_t i = 0; i < beginnings->count; i++) {
    size_t begun = strlen(beginnings->at[i]);
    if (begun <= length && strncmp(entry, beginnings->at[i], begun) == 0) return true;
  }
  return false;
}

/* Exported functions of bash have others. */
static bool has_shells_name(const char *entry) {
  if (!isalpha((unsigned char)*entry) && *entry != '_') return false;
  for (; *entry && *entry != '='; entry++)
    if (!isalnum((unsigned char)*entry) && *entry != '_') return false;
  return *entry == '=';
}

static bool is_passed(const char *entry, const struct prepared *prepared) {
  return has_shells_name(entry) && !is_in(entry, &prepared->never) && !begins_as(entry, &prepared->never_prefixes) &&
         (is_in(entry, &prepared->pass) || begins_as(entry, &prepared->pass_prefixes));
}

char **tools_environment(const struct prepared *prepared, const char *pwd) {
  size_t most = prepared->removed.count + prepared->weak.count + prepared->set.count + 2;
  for (char **entry = environ; *entry; entry++) most++;
  struct variables variables = {.at = take_room(most * sizeof(char *))};
  char *here = joined("PWD=", pwd, NULL);
  if (variables.at == NULL || here == NULL) return NULL;
  /* Their names alone: of them, init takes the variables away. */
  for (size_t i = 0; i < prepared->removed.count; i++) variables.at[variables.count++] = prepared->removed.at[i];
  for (size_t i = 0; i < prepared->weak.count; i++) put(&variables, prepared->weak.at[i]);
  for (char **entry = environ; *entry; entry++)
    if (is_passed(*entry, prepared)) put(&variables, *entry);
  for (size_t i = 0; i < prepared->set.count; i++) put(&variables, prepared->set.at[i]);
  put(&variables, here);
  variables.at[variables.count] = NULL;
  return variables.at;
}
