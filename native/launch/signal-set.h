/*
 * Signals as the kernel has them, by number: those of the C library leave out two or three real-time ones, which it keeps
 * for itself, and a tool may be sent those as well.
 */
#ifndef TACKLE_SIGNAL_SET_H
#define TACKLE_SIGNAL_SET_H
#include <stdbool.h>
#include <stdint.h>

/* Bit N - 1 is signal N. */
typedef uint64_t signal_set;

enum { SIGNALS = 64 };

#define ALL_SIGNALS (~(signal_set)0)

static inline signal_set only(int number) {
  return (signal_set)1 << (number - 1);
}

static inline bool has_signal(signal_set set, int number) {
  return number > 0 && number <= SIGNALS && (set & only(number)) != 0;
}

/* Blocks these and no others, and gives what was blocked before. */
signal_set block_signals(signal_set blocked);

signal_set blocked_signals(void);

/* Those that this process ignores. */
signal_set ignored_signals(void);

/* Whether it stops who has no handler for it. */
bool is_stop(int number);

void ignore_signal(int number);
void take_default(int number);

/* A descriptor that tells of these, for as long as they are blocked (signalfd(2)); -1 with errno. */
int hear_signals(signal_set heard);

/* Throws away one that waits because it is blocked. Returns whether there was one. */
bool forget_signal(int number);

#endif
