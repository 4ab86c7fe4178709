/*
 * What becomes of system calls under the filter, on architectures that this machine need not be: each line of the
 * input is a call, as ARCHITECTURE NUMBER ARGUMENT0 ARGUMENT1 (amd64, i386, arm64 or arm; the rest hexadecimal), each
 * line of the output `allow`, `errno N` or `kill`, then how many instructions it took and whether arguments were
 * looked at.
 */
#include "../../../native/init/seccomp.c"

static uint32_t architecture_of(const char *name) {
  if (strcmp(name, "amd64") == 0) return AMD64;
  if (strcmp(name, "i386") == 0) return I386;
  if (strcmp(name, "arm64") == 0) return ARM64;
  return 0x40000028; /* arm */
}

/* As make_program does it on the architecture. */
static void make_program_of(bool arm) {
  length = 0;
  add(LOAD, offsetof(struct seccomp_data, arch));
  if (arm) {
    add_architecture(ARM64);
  } else {
    add_architecture(AMD64);
    add_architecture(I386);
  }
  add(RETURN, RETURNS_KILL_PROCESS);
}

static uint32_t run(const struct seccomp_data *call, int *steps, bool *has_looked) {
  uint32_t loaded = 0;
  for (const struct sock_filter *at = program;; at++) {
    if (at >= program + length) abort();
    ++*steps;
    bool holds = false;
    switch (at->code) {
      case LOAD:
        memcpy(&loaded, (const char *)call + at->k, sizeof loaded);
        *has_looked |= at->k > offsetof(struct seccomp_data, arch);
        continue;
      case JUMP: at += at->k; continue;
      case RETURN: return at->k;
      case IF_EQUAL: holds = loaded == at->k; break;
      case IF_AT_LEAST: holds = loaded >= at->k; break;
      case IF_ANY_BIT: holds = loaded & at->k; break;
      default: abort();
    }
    at += holds ? at->jt : at->jf;
  }
}

int main(void) {
  char architecture[8];
  struct seccomp_data call = {0};
  unsigned number;
  while (scanf("%7s %x %lx %lx", architecture, &number, &call.args[0], &call.args[1]) == 4) {
    call.nr = (int32_t)number;
    call.arch = architecture_of(architecture);
    make_program_of(strncmp(architecture, "arm", 3) == 0);
    int steps = 0;
    bool has_looked = false;
    uint32_t verdict = run(&call, &steps, &has_looked);
    if (verdict == RETURNS_ALLOW) printf("allow");
    else if (verdict == RETURNS_KILL_PROCESS) printf("kill");
    else if ((verdict & 0xffff0000U) == RETURNS_ERRNO) printf("errno %u", verdict & 0xffffU);
    else abort();
    printf(" %d %d\n", steps, has_looked);
  }
  return 0;
}
