#ifndef TACKLE_TIDY_H
#define TACKLE_TIDY_H

/*
 * Removes whatever is in a directory, as far as this process may: no link is followed, and what is mounted there stays.
 * Nobody else may be at work in it.
 */
void empty_directory(const char *path);

#endif
