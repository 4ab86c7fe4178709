#ifndef HOLD_H
#define HOLD_H

#include <stdbool.h>

#include "words.h"

/*
 * Notes in the image store that this process needs an image, as src/images/store/workplace.ts does: `tackle images prune`
 * leaves alone what anybody alive holds. A store that may not be written to is pruned by nobody.
 *
 * `image`: the store's directory, and the name of the image's directory in it.
 */
void hold_image(const struct words *image);

void release_image(void);

#endif
