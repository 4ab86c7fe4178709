#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void add(struct text *text, const char *bytes, size_t length) {
  if (length > text->room) {
    text->is_whole = false;
    return;
  }
  memcpy(text->at, bytes, length);
  text->at += length;
  text->room -= length;
}

void add_word(struct text *text, const char *word) {
  add(text, word, strlen(word) + 1);
}

void add_words(struct text *text, const char *option, const char *value) {
  add_word(text, option);
  add_word(text, value);
}

void add_to_list(struct text *text, const char *format, ...) {
  char entry[96];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(entry, sizeof entry, format, values);
  va_end(values);
  if (length < 0 || (size_t)length >= sizeof entry) {
    text->is_whole = false;
    return;
  }
  if (text->in_list) add(text, ",", 1);
  add(text, entry, (size_t)length);
  text->in_list = true;
}

void end_word(struct text *text) {
  add(text, "", 1);
  text->in_list = false;
}
