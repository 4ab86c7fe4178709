#define _GNU_SOURCE
#include "agent.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/*
 * The kernel tells who listens. Tools in the container run as the same user, and can put a socket of their own in the place of
 * the agent's.
 */
static bool is_process(int connection, const char *number) {
  struct ucred peer;
  socklen_t size = sizeof peer;
  return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.pid > 0 &&
         peer.pid == strtol(number, NULL, 10);
}

int reach_agent(const struct words *agent) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(agent->at[0]) >= sizeof address.sun_path) return -1;
  strcpy(address.sun_path, agent->at[0]);
  int connection = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (connection < 0) return -1;
  /* From the first message on, who says it is told. */
  setsockopt(connection, SOL_SOCKET, SO_PASSCRED, &(int){1}, sizeof(int));
  if (connect(connection, (struct sockaddr *)&address, sizeof address) == 0 && is_process(connection, agent->at[1]))
    return connection;
  close(connection);
  return -1;
}

bool is_within(const struct words *limits) {
  struct rlimit limit;
  for (size_t i = 0; i + 1 < limits->count; i += 2) {
    if (strcmp(limits->at[i + 1], "unlimited") == 0) continue;
    if (getrlimit((int)strtol(limits->at[i], NULL, 10), &limit) < 0) return false;
    if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > strtoull(limits->at[i + 1], NULL, 10)) return false;
  }
  return true;
}
