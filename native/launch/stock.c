#define _GNU_SOURCE
#include "stock.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

struct stock stock;
static signal_set held;

/* The lowest number that is free is the next to be given away. */
static void keep_numbers(void) {
  for (int fd = 0; fd < 3; fd++)
    if (fcntl(fd, F_GETFD) < 0 && open("/", O_PATH | O_CLOEXEC) != fd) stock.is_whole = false;
}

static bool is_terminal(int number, const struct stat *status) {
  struct termios modes;
  return S_ISCHR(status->st_mode) && tcgetattr(number, &modes) == 0;
}

static void note(int number, unsigned closed) {
  if (number < 3 && (closed >> number & 1)) return;
  if (stock.count == MOST_DESCRIPTORS) {
    stock.is_whole = false;
    return;
  }
  struct descriptor *d = &stock.descriptors[stock.count];
  if (fstat(number, &d->status) < 0) return;
  d->number = number;
  d->is_terminal = is_terminal(number, &d->status);
  stock.count++;
}

/* An entry of a directory, getdents64(2). */
struct entry {
  uint64_t inode;
  int64_t next;
  unsigned short length;
  unsigned char type;
  char name[];
};

/* As the kernel lists them, without what opendir(3) allocates. */
static void note_all(unsigned closed) {
  int directory = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) {
    stock.is_whole = false;
    return;
  }
  _Alignas(struct entry) char bytes[4096];
  long size;
  while ((size = syscall(SYS_getdents64, directory, bytes, sizeof bytes)) > 0) {
    for (char *at = bytes; at < bytes + size;) {
      const struct entry *entry = (const struct entry *)at;
      int number = entry->name[0] == '.' ? directory : atoi(entry->name);
      if (number != directory) note(number, closed);
      at += entry->length;
    }
  }
  if (size < 0) stock.is_whole = false;
  close(directory);
}

void take_stock(void) {
  unsigned closed = 0;
  for (unsigned fd = 0; fd < 3; fd++)
    if (fcntl((int)fd, F_GETFD) < 0) closed |= 1U << fd;
  stock.is_whole = true;
  stock.ignored = ignored_signals();
  stock.blocked = blocked_signals();
  if (closed) keep_numbers();
  note_all(closed);
}

void put_back(void) {
  for (int number = 1; number <= SIGNALS; number++)
    if (has_signal(stock.ignored, number)) ignore_signal(number);
  raise_held_signals();
  block_signals(stock.blocked);
}

void hold_signal(int number) {
  held |= only(number);
}

void raise_held_signals(void) {
  for (signal_set all = held_signals(); all != 0; all &= all - 1) kill(getpid(), __builtin_ctzll(all) + 1);
}

signal_set held_signals(void) {
  signal_set all = held;
  held = 0;
  return all;
}
