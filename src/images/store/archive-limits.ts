/*
 * What an archive may ask for at most. Far above every image that is used, and low enough that the description of
 * a layer fits into memory and that every path can be opened, in the store and in the sandbox.
 */

/** Names in one layer. A whole desktop has half a million. */
export const MOST_ENTRIES = 1_000_000;

/** `NAME_MAX` of Linux: bytes between two slashes. */
export const LONGEST_NAME = 255;

/** `PATH_MAX` is 4096 bytes with the closing NUL; the rest is for the store's own directory. */
export const LONGEST_PATH = 3_072;

/** Directories within each other. */
export const DEEPEST = 256;

/** What `symlink(2)` takes. */
export const LONGEST_TARGET = 4_095;

/** Followed within one path, as the kernel does (`MAXSYMLINKS`). */
export const MOST_LINKS_FOLLOWED = 40;

/** Headers in front of one entry: long names and extended attributes. */
export const LONGEST_HEADERS = 16 * 1024 * 1024;
