#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>

struct words {
  char **at; /* followed by NULL */
  size_t count;
};

#endif
