#ifndef TACKLE_FAULTS_H
#define TACKLE_FAULTS_H
#include "signal-set.h"

/* Those by which the kernel tells of a fault of this process. */
extern const signal_set faults;

/*
 * Lets a fault of this process do something before it ends the process; that one is to call nothing but what
 * signal-safety(7) allows. They must not be blocked. One that somebody has sent waits, blocked, as any other signal.
 */
void before_fault(void (*act)(void));

#endif
