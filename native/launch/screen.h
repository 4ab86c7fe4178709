/* The bytes of the tool's terminal, between its pty and the caller's. */
#ifndef TACKLE_SCREEN_H
#define TACKLE_SCREEN_H
#include "state.h"

/* Becomes the relay between the caller's terminal and this one, which is held from then on. */
void take_master(struct session *s, int master);

/* Takes what the tool has shown until now, as far as there is room. */
void take_shown(struct session *s);

/* Shows what the caller's terminal takes now. */
void show(struct session *s);

/* Throws away what was shown and not taken, where that has waited for too long. */
void lose_patience(struct session *s);

/* Reads keys, and types what the tool's terminal takes now. */
void read_keys(struct session *s);
void type_keys(struct session *s);

/* Answers that the caller's terminal looks as if it had hung up. */
void look_for_hang_up(struct session *s);

/*
 * Hangs the tool's terminal up too, when it is time: reading finds its end, writing fails. Whom else the kernel has told
 * of it outside is not for us to say.
 */
void attend_hang_up(struct session *s);

#endif
