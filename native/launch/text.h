/* Words with a NUL after each, in a place of fixed size. */
#ifndef TACKLE_TEXT_H
#define TACKLE_TEXT_H
#include <stdbool.h>
#include <stddef.h>

struct text {
  char *at;      /* where the next byte goes */
  size_t room;   /* from there on */
  bool is_whole; /* false from the first word on that did not fit */
  bool in_list;
};

void add_word(struct text *text, const char *word);
void add_words(struct text *text, const char *option, const char *value);

/* One more of a list, with a comma before it if need be; the list is one word, and `end_word` ends it. */
__attribute__((format(printf, 2, 3))) void add_to_list(struct text *text, const char *format, ...);
void end_word(struct text *text);

#endif
