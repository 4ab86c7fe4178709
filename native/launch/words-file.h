#ifndef TACKLE_WORDS_FILE_H
#define TACKLE_WORDS_FILE_H

/*
 * A file without a name that holds what a tool is to be executed with, as init/words.c reads it; -1 with errno. What is
 * empty among the variables is left out.
 */
int make_words_file(char *const *env, char *const *argv);

#endif
