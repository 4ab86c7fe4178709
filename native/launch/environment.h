#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include "prepared.h"

/*
 * The variables that are added to the image's own, as src/plan/environment.ts makes them: weakest first, what the caller has
 * and the tool may see, what the launch sets, and PWD. NULL when there is no room for them.
 */
char **tools_environment(const struct prepared *prepared, const char *pwd);

#endif
