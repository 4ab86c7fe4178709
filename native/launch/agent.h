#ifndef AGENT_H
#define AGENT_H

#include <stdbool.h>

#include "words.h"

/*
 * Connects to the agent of a warm container; returns the connection, or -1 where it is not there any more. `agent`: the path
 * of its socket, and its process as seen here.
 */
int reach_agent(const struct words *agent);

/*
 * Whether a container that has these limits can give its tools what this process has: it can lower a limit, and never raise
 * one. `limits`: pairs of a resource and the most of it (src/plan/hard-limits.ts).
 */
bool is_within(const struct words *limits);

#endif
