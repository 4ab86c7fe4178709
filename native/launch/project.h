#ifndef PROJECT_H
#define PROJECT_H

#include <limits.h>
#include <stdbool.h>

/*
 * Looks for the configs that count in a directory, by their names and words alone: what they say is for Node to read. The
 * names are those of src/host/config-texts.ts; a test compares the two.
 */

/* The nearest directory at or above this one that seems to hold a config; empty where none does. */
void find_project(const char *logical, char directory[PATH_MAX]);

/*
 * Whether a command's name is a word of a config that counts: of the user's, of the project's or of what lies beside that. One
 * that cannot be read is for Node to complain of.
 */
bool is_named(const char *command, const char *project);

#endif
