#ifndef TACKLE_OUTPUTS_H
#define TACKLE_OUTPUTS_H
#include <poll.h>
#include <stdbool.h>

/* In all of these `fd` is 1 or 2. */

/* Makes the pipe from the tool; false with errno. */
bool open_output(int fd);

/* What the tool is to have as this descriptor, or -1 when the output is none of these. */
int tools_end(int fd);

/* To be called once the tool has its own copies: without it the pipes would never end. */
void close_tools_ends(void);

/* Whether there may still be bytes to hand on. */
bool is_output_open(int fd);

/* Whether the output has ended and its total was not taken yet: how many bytes it has handed on. */
bool has_total(int fd);
unsigned long long take_total(int fd);

/* What to poll for, for the sake of this output; when it comes about, `attend_output` is to be called. */
struct pollfd next_of_output(int fd);
void attend_output(int fd);

/* Closes the reading end of the tool's pipe: its next write fails as it would outside. */
void break_output(int fd);

#endif
