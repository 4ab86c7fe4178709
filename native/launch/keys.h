#ifndef TACKLE_KEYS_H
#define TACKLE_KEYS_H
#include <termios.h>

/* The signal that this key makes of itself in a terminal that is in these modes; or 0. Keys are to be shown in order. */
int signal_of_key(cc_t key, const struct termios *modes);

#endif
