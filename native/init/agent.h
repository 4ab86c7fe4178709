#ifndef TACKLE_AGENT_H
#define TACKLE_AGENT_H

/*
 * Serves whoever connects, until nobody has for a while. The arguments: --agent PATH --idle SECONDS [--tidy DIRECTORY]...
 * The status to end with.
 */
int run_agent(int argc, char **argv);

#endif
