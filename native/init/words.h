/* What the tool is to be executed with, handed over in a file. */
#ifndef WORDS_H
#define WORDS_H

/*
 * Reads the file, puts its variables into the environment, and gives its argument list, which lasts as long as
 * the process. NULL with errno when it cannot be read or is not whole.
 */
char **take_words(int file);

#endif
