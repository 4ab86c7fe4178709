#ifndef TACKLE_CAPABILITIES_H
#define TACKLE_CAPABILITIES_H

/* Leaves this process no capability, and none that a program it executes could get. */
void drop_capabilities(void);

#endif
