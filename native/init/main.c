/*
 * init: PID 1 of every container and every sandbox that Tackle starts. It runs one tool and
 *   - gives it a pty for those of its descriptors that are terminals outside, and what its caller has for the others,
 *   - passes on signals, reaps whatever is orphaned,
 *   - tells the launcher what really happened (a container's exit code cannot tell `exit 143` from
 *     death by SIGTERM), and when the tool is stopped,
 *   - ends everything when the launcher is gone.
 *
 * What to run it is told
 *   init [OPTION VALUE]... {--words FILE | -- PROGRAM [ARG...]}   here, by a launcher in Node (link.c)
 *   init --request DESCRIPTOR                                     over a connection to launch (request.c)
 *   init --agent PATH --idle SECONDS [--tidy DIRECTORY]...        by each launch that connects (agent.c)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>

#include "agent.h"
#include "launcher.h"
#include "link.h"
#include "options.h"
#include "request.h"

static int connection(const char *text) {
  struct numbers numbers;
  if (read_numbers(text, &numbers) && numbers.count == 1) return numbers.of[0];
  errno = EINVAL;
  die("arguments");
}

int main(int argc, char **argv) {
  atomic_bool is_done = false;
  if (argc == 3 && strcmp(argv[1], "--request") == 0) return serve(connection(argv[2]), &is_done);
  if (argc > 2 && strcmp(argv[1], "--agent") == 0) return run_agent(argc, argv);
  return run_for_link(argc, argv);
}
