#ifndef TACKLE_INHERITANCE_H
#define TACKLE_INHERITANCE_H
#include "text.h"

/*
 * Asks for what passes from parent to child, and not into a container by itself: resource limits, niceness, and the
 * processors that this process may run on (init/limits.c).
 */
void ask_for_inheritance(struct text *text);

#endif
