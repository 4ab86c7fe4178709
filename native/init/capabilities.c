/*
 * A container engine starts init without any. Whoever has a user namespace of their own has all of them in it, for
 * as long as they execute nothing.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "capabilities.h"

/* As in <linux/capability.h>, which a C library need not bring. */
enum { CAPABILITY_VERSION_3 = 0x20080522 };

struct header {
  uint32_t version;
  int pid;
};

struct sets {
  uint32_t effective, permitted, inheritable;
};

void drop_capabilities(void) {
  for (int one = 0; prctl(PR_CAPBSET_READ, one, 0, 0, 0) >= 0; one++) prctl(PR_CAPBSET_DROP, one, 0, 0, 0);
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct header header = {.version = CAPABILITY_VERSION_3, .pid = 0};
  struct sets none[2] = {{0, 0, 0}, {0, 0, 0}};
  syscall(SYS_capset, &header, none);
}
