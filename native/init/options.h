#ifndef TACKLE_OPTIONS_H
#define TACKLE_OPTIONS_H
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/types.h>

#include "../shared/protocol.h"

/* Numbers of descriptors, each once. */
struct numbers {
  size_t count;
  int of[MOST_DESCRIPTORS];
};

/* What init can be told of the tool, whoever tells it. */
struct options {
  struct numbers terminals; /* those of the tool's descriptors that are its terminal */
  bool has_terminal;        /* also where none of them is */
  bool in_background;
  struct winsize size;
  const char *cwd; /* or NULL */
  mode_t umask;
  bool has_umask;
  sigset_t ignored, blocked;
  unsigned long processes; /* at most so many; 0 for any number */
};

/* Such as they are when nothing is said. */
void clear_options(struct options *options);

/* Whether this is an option of ours with a value that makes sense. */
bool read_option(struct options *options, const char *option, const char *value);

/* Reads `0,1,5`; of an empty text there are none. */
bool read_numbers(const char *text, struct numbers *numbers);

bool has_number(const struct numbers *numbers, int number);

#endif
