/*
 * What launch and init say to each other: messages over one connection, an AF_UNIX socket of the kind SOCK_SEQPACKET.
 *
 * launch, first of all, the request: REQUEST_GREETING and the options of init as on its command line, a NUL after each word.
 * Descriptors come with it: first one of a file of words (init/words.c), then those that the tool is to have, in the
 * order in which `--descriptors` numbers them.
 *
 * Afterwards each message is a line of text, with its newline.
 *
 * init says:
 *   niceness       before it begins, where launch's own is below zero and the container does not allow it (setpriority(2)):
 *                  nothing goes on before launch has given it to the sender, and said so
 *   taken          before anything is begun: from here on the command may have been run. The end without it (ECONNRESET
 *                  and EPIPE, too: a request may be refused unread) says that it was not, and never will be
 *   error TEXT     the tool was not started, for init could not set things up
 *   terminal       with the master of the pty
 *   tool           in the tool's own process, just before execve: its credentials (SO_PASSCRED) tell the tool's process id
 *   started | failed ERRNO missing|present
 *   stopped N 0 | heard COUNT | exited STATUS | signaled N | done       as init/link.c says
 * launch says:
 *   niceness       it is given; a launch that may not give it goes away
 *   signal N | group N | resume fore|back
 *
 * The end of launch is the end of all that it has started. The end of init after `started` and before `done`: nobody
 * knows what became of the tool.
 */
#ifndef TACKLE_PROTOCOL_H
#define TACKLE_PROTOCOL_H

/* The version is raised when what is said changes its meaning. */
#define REQUEST_GREETING "tackle 2"

enum {
  MOST_DESCRIPTORS = 253,  /* with one message, the file of words too: SCM_MAX_FD of the kernel */
  LONGEST_REQUEST = 32768, /* in bytes, of greeting and options */
  LONGEST_LINE = 256,      /* in bytes, with its newline */
};

#endif
