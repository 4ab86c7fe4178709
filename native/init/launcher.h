/* Whoever wants to hear what becomes of the tool: Node's link, or launch. */
#ifndef TACKLE_LAUNCHER_H
#define TACKLE_LAUNCHER_H
#include <stdbool.h>
#include <stddef.h>

enum { ENDED_BADLY = 125, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

/* From now on it is spoken to over this socket; one that hears of errors is told by which words init ends badly. */
void speak_to(int control, bool hears_errors);

/* The socket, or -1 when nobody listens. */
int launcher(void);

/* The same connection, which has another number now. */
void move_launcher(int control);

/* Says a line of text, with its newline. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* Says what went wrong, with errno, and ends this process. */
_Noreturn void die(const char *what);

/* To be called before this process ends, so that the last word is heard. */
void take_leave(void);

#endif
