/*
 * What becomes of the tool once it runs, and what it is sent.
 *
 *   running <--> stopped --> over (everything else killed, how it ended said)
 */
#ifndef TACKLE_WATCH_H
#define TACKLE_WATCH_H
#include <stdbool.h>
#include <sys/types.h>

struct watched {
  pid_t tool;
  int terminal; /* the slave of its pty, which is closed when it is over; or -1 */
  /* Called when it has stopped: hands on what it has shown, and gives how many bytes that were in all. May be NULL. */
  unsigned long long (*show)(void);
};

/* Starts watching it; tells the launcher that it has started. */
void watch(const struct watched *watched);

/* Once the tool was reaped its number may be another process's: nothing is sent to it any more. */
bool is_over(void);

/* The status of init when the tool is over: the tool's own, or 128 and the signal that it died of. */
int status_of_tool(void);

/* Takes one signal of those that wait in the signalfd: SIGCHLD is for init, any other for the tool. */
void take_signal(int signals);

/* Whether this line of the launcher's is about the tool: it was obeyed then. */
bool obey(const char *line);

/* Whether the tool's own group is in front. */
bool is_in_front(void);

#endif
