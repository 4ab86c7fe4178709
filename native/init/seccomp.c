/*
 * What a tool may ask of the kernel: the filter of system calls (seccomp(2)) that it is executed under.
 *
 *   --seccomp default
 *
 * `default` is what Docker's default profile leaves to a process without capabilities, and a little less: no bytes
 * are pushed into a terminal's input (TIOCSTI; TIOCLINUX can paste them). What the kernel has learnt since that
 * profile was written says ENOSYS, as in an older kernel, so that a libc takes another way; all else that is not
 * allowed says EPERM.
 *
 * The filter is made anew for each start, in a tenth of the time that the kernel takes to install it (0.1 ms): first
 * a verdict for each number, then a binary search over the runs of equal verdicts. What is allowed whatever its
 * arguments costs next to nothing, for the kernel remembers such numbers (Linux 5.11), as long as the filter looks at
 * nothing but number and architecture.
 *
 * Of an argument the lower half alone is looked at, as the kernel does: these are all of 32 bits there.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "seccomp.h"

/* From the kernel's <linux/seccomp.h>, <linux/filter.h> and <linux/audit.h>, which not every libc comes with. */
struct seccomp_data {
  int32_t nr;
  uint32_t arch;
  uint64_t instruction_pointer;
  uint64_t args[6];
};
struct sock_filter {
  uint16_t code;
  uint8_t jt, jf; /* how many instructions to leave out, when the condition holds and when not */
  uint32_t k;
};
struct sock_fprog {
  unsigned short len;
  struct sock_filter *filter;
};
enum { LOAD = 0x20, JUMP = 0x05, IF_EQUAL = 0x15, IF_AT_LEAST = 0x35, IF_ANY_BIT = 0x45, RETURN = 0x06 };
#define RETURNS_ALLOW 0x7fff0000U
#define RETURNS_ERRNO 0x00050000U
#define RETURNS_KILL_PROCESS 0x80000000U /* before Linux 4.14 the thread alone is killed */
enum { SET_MODE_FILTER = 1, SPEC_ALLOW = 1 << 2 };

#define AMD64 0xc000003eU
#define ARM64 0xc00000b7U
#define I386 0x40000003U

enum verdict { REFUSED, ALLOWED, MISSING, TRACE, CLONE, IOCTL, PERSONALITY, SOCKET, SOCKETCALL };

enum { NONE = -1 };
static const struct call {
  int16_t amd64, i386, arm64;
  uint8_t verdict;
} calls[] = {
#define CALL(name, verdict, amd64, i386, arm64) {amd64, i386, arm64, verdict},
#include "seccomp-calls.h"
};
enum { CALLS = sizeof calls / sizeof *calls };

/* The numbers that there were when the list was made; with the x32 bit set a number is far beyond them. */
enum { NUMBERS = 467 };

/*
 * Which socket(2) makes. Not here is what the kernel no longer has, AF_ALG (its crypto, with holes: CVE-2026-31431)
 * and AF_VSOCK (other virtual machines, past every network namespace).
 */
static const uint8_t families[] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 13, 14, 15, 16, 17, 18, 21, 22,
    24, 26, 27, 28, 29, 30, 31, 32, 33, 35, 36, 39, 41, 42, 43, 44, 45,
};
enum { FAMILIES = 46 };

/* Plain Linux, 32 bits (PER_LINUX32), each with UNAME26; and the question which it is. */
static const uint32_t personalities[] = {0, 0x8, 0x20000, 0x20008, 0xffffffff};

#define NAMESPACES \
  (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

static bool is_chosen;
static struct sock_filter program[1024];
static size_t length;

static struct sock_filter *add(uint16_t code, uint32_t k) {
  struct sock_filter *added = &program[length++];
  *added = (struct sock_filter){.code = code, .k = k};
  return added;
}

static void refuse(int error) {
  add(RETURN, RETURNS_ERRNO | (uint32_t)error);
}

/* Refuses when the condition holds. */
static void refuse_if(uint16_t condition, uint32_t k) {
  add(condition, k)->jf = 1;
  refuse(EPERM);
}

static void load_argument(int index) {
  add(LOAD, (uint32_t)(offsetof(struct seccomp_data, args) + (size_t)index * sizeof(uint64_t)));
}

/* Process tracing was a way out of the filter before Linux 4.8: a tracer changes its child's call after the check. */
static bool is_tracing_safe(void) {
  struct utsname kernel;
  int major = 0, minor = 0;
  if (uname(&kernel) == 0) sscanf(kernel.release, "%d.%d", &major, &minor);
  return major > 4 || (major == 4 && minor >= 8);
}

static void choose(const uint8_t *verdicts, uint32_t first, uint32_t end);

static void check_family(void) {
  uint8_t verdicts[FAMILIES + 1] = {0};
  for (size_t i = 0; i < sizeof families; i++) verdicts[families[i]] = ALLOWED;
  load_argument(0);
  choose(verdicts, 0, sizeof verdicts);
}

/* Ends in a return on every way. */
static void judge(enum verdict verdict) {
  switch (verdict) {
    case ALLOWED: break;
    case REFUSED: refuse(EPERM); return;
    case MISSING: refuse(ENOSYS); return;
    case TRACE:
      if (is_tracing_safe()) break;
      refuse(EPERM);
      return;
    case CLONE:
      load_argument(0);
      refuse_if(IF_ANY_BIT, NAMESPACES);
      break;
    case IOCTL:
      load_argument(1);
      refuse_if(IF_EQUAL, TIOCSTI);
      refuse_if(IF_EQUAL, TIOCLINUX);
      break;
    case PERSONALITY:
      load_argument(0);
      for (size_t i = 0; i < sizeof personalities / sizeof *personalities; i++) {
        add(IF_EQUAL, personalities[i])->jf = 1;
        add(RETURN, RETURNS_ALLOW);
      }
      refuse(EPERM);
      return;
    case SOCKET: check_family(); return;
    case SOCKETCALL: /* the family lies in the process's memory, where no filter sees it */
      load_argument(0);
      refuse_if(IF_EQUAL, 1 /* socket */);
      break;
  }
  add(RETURN, RETURNS_ALLOW);
}

/*
 * The verdict of what was loaded, which is known to be no less than `first`, and for what is `end` or more is the same
 * as for `end` - 1.
 */
static void choose(const uint8_t *verdicts, uint32_t first, uint32_t end) {
  uint32_t runs = 1;
  for (uint32_t i = first + 1; i < end; i++) runs += verdicts[i] != verdicts[i - 1];
  if (runs == 1) {
    judge(verdicts[first]);
    return;
  }
  uint32_t middle = first;
  for (uint32_t passed = 0; passed < runs / 2;) {
    middle++;
    passed += verdicts[middle] != verdicts[middle - 1];
  }
  size_t jump = length;
  add(IF_AT_LEAST, middle);
  choose(verdicts, first, middle);
  size_t over = length - jump - 1;
  if (over > UINT8_MAX) abort(); /* a half that is so long needs another kind of jump */
  program[jump].jt = (uint8_t)over;
  choose(verdicts, middle, end);
}

static int number_on(uint32_t architecture, const struct call *call) {
  return architecture == AMD64 ? call->amd64 : architecture == I386 ? call->i386 : call->arm64;
}

/* What becomes of the calls of this architecture; what is of another one goes on after it. */
static void add_architecture(uint32_t architecture) {
  uint8_t verdicts[NUMBERS + 1] = {[NUMBERS] = MISSING};
  for (const struct call *call = calls; call < calls + CALLS; call++) {
    int number = number_on(architecture, call);
    if (number != NONE) verdicts[number] = call->verdict;
  }
  add(IF_EQUAL, architecture)->jt = 1;
  struct sock_filter *other = add(JUMP, 0);
  size_t from = length;
  add(LOAD, offsetof(struct seccomp_data, nr));
  choose(verdicts, 0, sizeof verdicts);
  other->k = (uint32_t)(length - from);
}

static void make_program(void) {
  length = 0;
  add(LOAD, offsetof(struct seccomp_data, arch));
#if defined __x86_64__
  add_architecture(AMD64);
  add_architecture(I386);
#elif defined __aarch64__
  add_architecture(ARM64);
#else
#error "the numbers of this architecture's system calls are not known"
#endif
  add(RETURN, RETURNS_KILL_PROCESS);
}

bool choose_filter(const char *name) {
  return is_chosen = strcmp(name, "default") == 0;
}

bool take_filter(void) {
  if (!is_chosen) return true;
  make_program();
  if (prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL) < 0) return false;
  struct sock_fprog made = {.len = (unsigned short)length, .filter = program};
  /* Before Linux 5.16 a filter without this flag makes every process of the tool's slow, against Spectre's 4th kind. */
  if (syscall(SYS_seccomp, SET_MODE_FILTER, SPEC_ALLOW, &made) == 0) return true;
  return errno == EINVAL && syscall(SYS_seccomp, SET_MODE_FILTER, 0U, &made) == 0; /* before Linux 4.17 */
}
