#ifndef TACKLE_DESCRIPTORS_H
#define TACKLE_DESCRIPTORS_H
#include <stdbool.h>
#include <stddef.h>

/* That what this process has as `from` is to be had as `to`; or, with `to` -1, that it is only to be kept. */
struct place {
  int from, to;
};

/*
 * Gives each descriptor its number, for a program that is executed. Those that are only kept may get another one, which
 * `from` then says. False with errno, and then not all have theirs.
 */
bool place_descriptors(struct place *places, size_t count);

/* Leaves to a program that is executed none of those that this process has now. */
void keep_descriptors(void);

/* Closes whatever this process was started with from this number on, but for one. */
void close_from(int first, int kept);

/* Lets this process have descriptors of all numbers that its hard limit allows. */
void widen_descriptors(void);

/* Gives this process the limit that it had before. */
void narrow_descriptors(void);

#endif
