#ifndef TACKLE_MODES_H
#define TACKLE_MODES_H
#include <stdbool.h>

/* Whether this can be what `stty -g` says of a terminal. */
bool read_modes(const char *text);

/* Gives a terminal the modes that were read, or such as suit any. */
void take_modes(int terminal);

#endif
