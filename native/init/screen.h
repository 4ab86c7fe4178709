/* The tool's terminal where the launcher shows it: the bytes between the pty and a connection, both ways. */
#ifndef TACKLE_SCREEN_H
#define TACKLE_SCREEN_H
#include <poll.h>
#include <stdbool.h>
#include <sys/ioctl.h>

#include "pty.h"

void open_screen(int connection, struct pty pty);

/* Whether there may still be something to show. */
bool is_screen_open(void);

/* What to poll for; the first of these are keys. Whatever comes about is for `attend_screen`. */
enum { SCREEN_POLLS = 4 };
void poll_screen(struct pollfd at[SCREEN_POLLS]);
void attend_screen(const struct pollfd at[SCREEN_POLLS]);

/* Shows what the tool has written until now; how many bytes it has shown in all. */
unsigned long long show_what_is_there(void);

void resize_screen(const struct winsize *size);

#endif
