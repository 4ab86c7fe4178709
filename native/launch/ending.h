#ifndef TACKLE_ENDING_H
#define TACKLE_ENDING_H

enum ending_kind {
  EXITED,              /* number: the status */
  SIGNALED,            /* number: the signal */
  NOT_STARTED,         /* nothing was begun, and it may be run in another way; number: an errno, or 0 */
  TOOL_NOT_FOUND,      /* number: the errno of execve */
  TOOL_NOT_EXECUTABLE, /* as TOOL_NOT_FOUND */
  LOST,                /* nobody knows what became of it; `words_of_init` may say why */
};

struct ending {
  enum ending_kind kind;
  int number;
};

/*
 * Ends this process as the tool ended: with its status, or by its signal, so that a shell's loop stops on Ctrl-C. Where
 * the signal cannot kill, as PID 1 of a container, with 128 and its number; with 125, 126 or 127 where there was no tool.
 */
_Noreturn void end_as(struct ending ending);

#endif
