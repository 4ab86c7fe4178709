#ifndef TACKLE_INPUT_H
#define TACKLE_INPUT_H
#include <poll.h>
#include <stdbool.h>

/* Makes the pipe to the tool; false with errno. */
bool open_input(void);

/* What the tool is to have as its descriptor 0, or -1 when the input is none of these. */
int tools_input(void);

/* To be called once the tool has its own copy: without it nobody would feel that the tool has closed it. */
void close_tools_input(void);

/* What to poll for: what comes from outside, and what becomes of it. Whatever comes about is for `attend_input`. */
enum { INPUT_POLLS = 2 };
void poll_input(struct pollfd at[INPUT_POLLS]);

/* Returns false, once, when nobody can read the input any more. */
bool attend_input(const struct pollfd at[INPUT_POLLS]);

#endif
