/* Whatever descends from this process: its children, theirs, and those that were orphaned and came to it. */
#ifndef TACKLE_OFFSPRING_H
#define TACKLE_OFFSPRING_H
#include <stdbool.h>
#include <sys/types.h>

/* Makes this process the one that orphans come to. It has to be process 1 or to call this before it has children. */
void adopt_orphans(void);

/* Sends each of them a signal; but for those that are spared, and what descends from them. Whether there are any. */
bool signal_offspring(int number, bool (*is_spared)(pid_t child));

/* One step towards there being none. Whether there were any. */
bool kill_offspring(bool (*is_spared)(pid_t child));

/* Asks all of them to go if it is to be polite, then makes them, and comes back when there are none. */
void end_offspring(bool politely);

#endif
