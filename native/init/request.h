#ifndef TACKLE_REQUEST_H
#define TACKLE_REQUEST_H

#include <stdatomic.h>

/*
 * Runs the tool that launch requests over this connection, which is closed then. `is_done` comes true before launch is told that
 * nothing of the tool is left. The status to end with.
 */
int serve(int control, atomic_bool *is_done);

#endif
