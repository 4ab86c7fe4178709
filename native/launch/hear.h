/* What happens to this process, and what init says. */
#ifndef TACKLE_HEAR_H
#define TACKLE_HEAR_H
#include <stdbool.h>

#include "state.h"

/* Takes one signal of those that wait. */
void hear_signal(struct session *s);

/* Takes one message of init's. */
void hear_init(struct session *s);

/* Counts how often somebody has asked for the end of a tool that is not there yet: init may never answer. */
void give_up_if_asked(struct session *s, int number);

#endif
