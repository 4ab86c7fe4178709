/*
 * The modes of the caller's terminal.
 *
 *     as found ⇄ raw        what others change meanwhile stays changed
 */
#ifndef TACKLE_RAW_H
#define TACKLE_RAW_H
#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#include "terminal.h"

enum { LONGEST_MODES = 4 * 9 + NCCS * 3 + 1 };

/* What `stty -g` says of modes. */
void write_modes(const struct termios *modes, char text[LONGEST_MODES]);

/*
 * Lets every key through as a byte. May be called when it is raw already: a shell may have set something else meanwhile.
 * False where there is no terminal any more.
 */
bool enter_raw(const struct terminal *terminal);

/* The modes that it found when it became raw for the last time, or NULL. */
const struct termios *found_modes(void);

/* Gives the terminal back. May be called at any time, repeatedly. */
void restore(const struct terminal *terminal);

/* Whether a newline becomes CR-NL on it at this moment: others may write there as well. */
bool translates(const struct terminal *terminal);

/*
 * Takes the lines that were typed until now, each with the key that ended it, as long as the terminal still reads
 * lines: later it would give a NUL for Ctrl-D (`__DISABLED_CHAR` of n_tty.c). Gives how many bytes.
 */
size_t take_lines_typed_ahead(const struct terminal *terminal, char *to, size_t room);

#endif
