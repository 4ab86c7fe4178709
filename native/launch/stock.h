/* What this process found when it started: its caller's, and natively the tool's. */
#ifndef TACKLE_STOCK_H
#define TACKLE_STOCK_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "../shared/protocol.h"
#include "signal-set.h"

struct descriptor {
  int number;
  bool is_terminal;
  struct stat status;
};

struct stock {
  struct descriptor descriptors[MOST_DESCRIPTORS];
  size_t count;
  bool is_whole; /* false when there were more, or nobody could tell */
  signal_set ignored, blocked;
};

/* Empty before `take_stock`. */
extern struct stock stock;

/*
 * To be called first of all. Afterwards nothing of our own gets the number of a descriptor 0, 1 or 2 that is closed:
 * something that can be neither read nor written has it, which goes with the next execve.
 */
void take_stock(void);

/*
 * To be called before this process becomes another program: that one finds what this one found, and the signals that
 * came meanwhile and reached no tool.
 */
void put_back(void);

/* Remembers a signal that came before there was a tool to give it to. */
void hold_signal(int number);

/* Has them come again, to this process. */
void raise_held_signals(void);

/* Gives all of those, and forgets them. */
signal_set held_signals(void);

#endif
