#ifndef TACKLE_LINK_H
#define TACKLE_LINK_H

/* Runs a tool as the arguments say, for a launcher in Node or for none. The status to end with. */
int run_for_link(int argc, char **argv);

#endif
