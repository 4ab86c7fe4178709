#ifndef TACKLE_EVERYTHING_H
#define TACKLE_EVERYTHING_H
#include <stdbool.h>

/* Ends whatever the tool has left: asks it to go if it is to be polite, then makes it. Comes back when nothing is left. */
void end_everything(bool politely);

#endif
