#ifndef ROOM_H
#define ROOM_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Room for all that is put together on the way to a launch. It is never given back: the program ends or becomes another
 * one. What does not fit is for the slow path, which has all the room there is.
 */

/* NULL when there is no room left. */
void *take_room(size_t size);

/* A text made of parts; NULL when there is no room left. The last part is followed by NULL. */
char *joined(const char *first, ...);

#endif
