/*
 * Tries system calls and says the errno of each, or 0, by its name: `tries GROUP`. Where a call is allowed its
 * arguments make it fail, or do no harm.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define HIGH_BITS (1UL << 32) /* of an argument that the kernel takes 32 bits of */

static void report(const char *name, long result) {
  printf("%s %d\n", name, result < 0 ? errno : 0);
}

/* The six arguments that any call has at most: one that is left out is 0. */
#define TRY(name, ...) TRY_NUMBER(#name, __NR_##name, __VA_ARGS__)
#define TRY_NUMBER(name, number, ...) try(name, number, (unsigned long[6]){__VA_ARGS__})

static void try(const char *name, long number, const unsigned long a[6]) {
  report(name, syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]));
}

#define TEXT(text) (unsigned long)text
#define NONE ~0UL /* no descriptor, no address, no flags that there are */

static void *do_nothing(void *nothing) {
  return nothing;
}

static void try_processes(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  report("fork", child);
  report("waitpid", waitpid(child, NULL, 0));
  child = vfork();
  if (child == 0) _exit(0);
  report("vfork", child);
  waitpid(child, NULL, 0);
  pthread_t thread;
  errno = pthread_create(&thread, NULL, do_nothing, NULL);
  report("pthread_create", errno ? -1 : 0);
  if (errno == 0) pthread_join(thread, NULL);
  child = (pid_t)syscall(__NR_clone, (unsigned long)SIGCHLD, 0UL, 0UL, 0UL, 0UL);
  if (child == 0) _exit(0);
  report("clone", child);
  waitpid(child, NULL, 0);
  child = fork();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0) _exit(errno);
    _exit(0);
  }
  int status;
  waitpid(child, &status, 0);
  printf("ptrace %d\n", WEXITSTATUS(status));
}

static void try_allowed(void) {
  char bytes[64] = "";
  struct iovec here = {bytes, sizeof bytes}, there = here;
  try_processes();
  TRY(openat, AT_FDCWD, TEXT("/dev/null"), O_RDWR);
  TRY(getpid, 0);
  TRY(read, NONE);
  TRY(faccessat, AT_FDCWD, TEXT("/nowhere"), 0);
  TRY(statx, AT_FDCWD, TEXT("/"), 0, 0, (unsigned long)(char[512]){0});
  TRY(memfd_create, TEXT("tries"), 0);
  TRY(getrandom, (unsigned long)bytes, 1, 0);
  TRY(prctl, PR_GET_DUMPABLE);
  TRY(seccomp, SECCOMP_GET_ACTION_AVAIL, 0, (unsigned long)&(uint32_t){SECCOMP_RET_ALLOW});
  TRY(process_vm_readv, (unsigned long)getpid(), (unsigned long)&here, 1, (unsigned long)&there, 1);
  TRY(process_vm_writev, (unsigned long)getpid(), (unsigned long)&here, 1, (unsigned long)&there, 1);
  TRY(name_to_handle_at, NONE, TEXT(""), 0, 0, 0);
  TRY(fanotify_mark, NONE);
  TRY(io_setup, 0);
  TRY(inotify_init1, 0);
  TRY(timerfd_create, CLOCK_MONOTONIC, 0);
  TRY(signalfd4, NONE);
  TRY(epoll_create1, 0);
  TRY(eventfd2, 0);
  TRY(membarrier, 0);
  TRY(rseq, 0);
  TRY(capget, 0);
  TRY(setpriority, 99);
  TRY(sched_setaffinity, 0);
  TRY(ioprio_get, 1, 0);
  TRY(copy_file_range, NONE);
  TRY(splice, NONE);
  TRY(shmget, 0x7461636b, 0, 0);
  TRY(semget, 0x7461636b, 0, 0);
  TRY(msgget, 0x7461636b, 0);
  TRY(mq_unlink, TEXT("nowhere"));
  TRY(mknodat, NONE, TEXT("x"), S_IFIFO);
  TRY(setgroups, NONE);
  TRY(adjtimex, 0);
  TRY(getxattr, TEXT("/"), TEXT("user.nothing"), 0, 0);
  TRY(pkey_free, NONE);
  TRY(mlock2, 0, 0, NONE);
  TRY(ioctl, 0, FIONREAD, (unsigned long)bytes);
  TRY(ioctl, NONE, TCGETS, (unsigned long)bytes);
  TRY_NUMBER("personality 0xffffffff", __NR_personality, 0xffffffff);
  TRY_NUMBER("personality 0", __NR_personality, 0);
  int sockets[] = {AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_BLUETOOTH, AF_CAN, AF_XDP};
  for (size_t i = 0; i < sizeof sockets / sizeof *sockets; i++) {
    char name[32];
    snprintf(name, sizeof name, "socket %d", sockets[i]);
    report(name, socket(sockets[i], SOCK_DGRAM, 0));
  }
  TRY(socketpair, AF_UNIX, SOCK_STREAM, 0, (unsigned long)bytes);
  TRY_NUMBER("pidfd_send_signal", 424, NONE);
  TRY_NUMBER("pidfd_open", 434, (unsigned long)getpid());
  TRY_NUMBER("close_range", 436, 1000000, 1000000);
  TRY_NUMBER("openat2", 437, NONE);
  TRY_NUMBER("faccessat2", 439, NONE);
  TRY_NUMBER("epoll_pwait2", 441, NONE);
  TRY_NUMBER("landlock_create_ruleset", 444, 0, 0, 1);
  TRY_NUMBER("process_mrelease", 448, NONE);
  TRY_NUMBER("futex_waitv", 449, 0);
  TRY_NUMBER("cachestat", 451, NONE);
  TRY_NUMBER("fchmodat2", 452, NONE, NONE);
  TRY_NUMBER("futex_wake", 454, 0);
  TRY_NUMBER("statmount", 457, 0);
  TRY_NUMBER("listmount", 458, 0);
  TRY_NUMBER("mseal", 462, 1, 1);
  TRY_NUMBER("getxattrat", 464, NONE, NONE);
#ifdef __x86_64__
  TRY(open, TEXT("/nowhere"), 0);
  TRY(stat, TEXT("/nowhere"), 0);
  TRY(arch_prctl, NONE);
  TRY(modify_ldt, 0, 0, 0);
#endif
}

static void try_refused(void) {
  TRY(mount, 0, 0, 0, 0, 0);
  TRY(umount2, TEXT("/nowhere"), 0);
  TRY(pivot_root, 0, 0);
  TRY(chroot, TEXT("/nowhere"));
  TRY(setns, NONE, 0);
  TRY(unshare, 0);
  TRY(kexec_load, 0, 99, 0, NONE);
  TRY(init_module, 0, 0, 0);
  TRY(finit_module, NONE, 0, 0);
  TRY(delete_module, 0, 0);
  TRY(reboot, 0, 0, 0, 0);
  TRY(swapon, 0, 0);
  TRY(swapoff, 0);
  TRY(acct, TEXT("/nowhere/accounts"));
  TRY(quotactl, NONE, 0, 0, 0);
  TRY(open_by_handle_at, NONE, 0, 0);
  TRY(bpf, NONE, 0, 0);
  TRY(perf_event_open, 0, 0, 0, 0, 0);
  TRY(userfaultfd, NONE);
  TRY(add_key, 0, 0, 0, 0, 0);
  TRY(request_key, 0, 0, 0, 0);
  TRY(keyctl, 9999);
  TRY(fanotify_init, NONE, 0);
  TRY(syslog, NONE, 0, 0);
  TRY(sethostname, 0, NONE);
  TRY(setdomainname, 0, NONE);
  TRY(settimeofday, 1, 1);
  TRY(clock_settime, NONE, 0);
  TRY(vhangup, 0);
  TRY(kcmp, 0, 0, NONE);
  TRY(mbind, 0, 0, NONE);
  TRY(set_mempolicy, NONE);
  TRY(get_mempolicy, 0, 0, 0, 0, NONE);
  TRY(migrate_pages, NONE);
  TRY(move_pages, NONE);
  TRY_NUMBER("io_uring_setup", 425, 0, 0);
  TRY_NUMBER("io_uring_enter", 426, NONE);
  TRY_NUMBER("io_uring_register", 427, NONE);
  TRY_NUMBER("open_tree", 428, NONE);
  TRY_NUMBER("move_mount", 429, NONE);
  TRY_NUMBER("fsopen", 430, 0);
  TRY_NUMBER("fsconfig", 431, NONE);
  TRY_NUMBER("fsmount", 432, NONE);
  TRY_NUMBER("fspick", 433, NONE);
  TRY_NUMBER("pidfd_getfd", 438, NONE);
  TRY_NUMBER("process_madvise", 440, NONE);
  TRY_NUMBER("mount_setattr", 442, NONE);
  TRY_NUMBER("quotactl_fd", 443, NONE);
  TRY_NUMBER("set_mempolicy_home_node", 450, 0);
  TRY_NUMBER("lsm_set_self_attr", 460, 0);
#ifdef __x86_64__
  TRY(iopl, 99);
  TRY(ioperm, NONE, NONE, 0);
  TRY(kexec_file_load, NONE, NONE, 0, 0, NONE);
  TRY(lookup_dcookie, 0);
#endif
}

static void try_arguments(void) {
  int namespaces[] = {CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET};
  for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
    char name[32];
    snprintf(name, sizeof name, "clone %x", (unsigned)namespaces[i]);
    long child = syscall(__NR_clone, (unsigned long)(namespaces[i] | SIGCHLD), 0UL, 0UL, 0UL, 0UL);
    if (child == 0) _exit(0);
    report(name, child);
    if (child > 0) waitpid((pid_t)child, NULL, 0);
  }
  TRY_NUMBER("socket vsock", __NR_socket, AF_VSOCK, SOCK_STREAM, 0);
  TRY_NUMBER("socket vsock, high bits", __NR_socket, HIGH_BITS | AF_VSOCK, SOCK_STREAM, 0);
  TRY_NUMBER("socket alg", __NR_socket, AF_ALG, SOCK_SEQPACKET, 0);
  TRY_NUMBER("socket decnet", __NR_socket, 12, SOCK_STREAM, 0);
  TRY_NUMBER("socket 46", __NR_socket, 46, SOCK_STREAM, 0);
  TRY_NUMBER("personality no randomness", __NR_personality, 0x0040000);
  TRY_NUMBER("personality read implies exec", __NR_personality, 0x0400000);
}

static void try_missing(void) {
  TRY_NUMBER("clone3", 435, 0, 0);
  TRY_NUMBER("open_tree_attr", 467, NONE);
  TRY_NUMBER("file_getattr", 468, NONE);
  TRY_NUMBER("470", 470, NONE);
  TRY_NUMBER("5000", 5000, NONE);
#ifdef __x86_64__
  TRY_NUMBER("x32 getpid", 0x40000000 | __NR_getpid, 0);
  TRY_NUMBER("x32 ptrace", 0x40000000 | 521, 0);
#endif
}

/* To be run with a terminal as the input. */
static void try_terminal(void) {
  TRY_NUMBER("TIOCSTI", __NR_ioctl, 0, TIOCSTI, TEXT("x"));
  TRY_NUMBER("TIOCSTI, high bits", __NR_ioctl, 0, HIGH_BITS | TIOCSTI, TEXT("x"));
  TRY_NUMBER("TIOCLINUX", __NR_ioctl, 0, TIOCLINUX, TEXT("\3"));
  TRY_NUMBER("TCGETS", __NR_ioctl, 0, TCGETS, (unsigned long)(char[64]){0});
}

#ifdef __x86_64__
/* As a program of 32 bits makes it. */
static void try_i386(const char *name, int number, int a, int b, int c) {
  int result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b), "d"(c) : "memory", "r8", "r9", "r10", "r11");
  if (number == 120 && result == 0) _exit(0); /* the child of a clone */
  printf("%s %d\n", name, result < 0 ? -result : 0);
}

static void try_i386_calls(void) {
  try_i386("getpid", 20, 0, 0, 0);
  try_i386("socket unix", 359, AF_UNIX, SOCK_STREAM, 0);
  try_i386("socket vsock", 359, AF_VSOCK, SOCK_STREAM, 0);
  try_i386("socketcall socket", 102, 1, 0, 0);
  try_i386("socketcall bind", 102, 2, 0, 0);
  try_i386("ioctl TIOCSTI", 54, 0, TIOCSTI, 0);
  try_i386("clone newuser", 120, CLONE_NEWUSER | SIGCHLD, 0, 0);
  try_i386("mount", 21, 0, 0, 0);
  try_i386("umount", 22, 0, 0, 0);
  try_i386("unshare", 310, 0, 0, 0);
  try_i386("keyctl", 288, 9999, 0, 0);
  try_i386("stime", 25, 0, 0, 0);
  try_i386("clone3", 435, 0, 0, 0);
  try_i386("467", 467, 0, 0, 0);
}
#endif

/* Executes a program that may install no filter. */
static void deny_filters(char **argv) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_seccomp, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0)
    execvp(argv[0], argv);
}

int main(int argc, char **argv) {
  const char *group = argc > 1 ? argv[1] : "";
  if (strcmp(group, "allowed") == 0) try_allowed();
  else if (strcmp(group, "refused") == 0) try_refused();
  else if (strcmp(group, "arguments") == 0) try_arguments();
  else if (strcmp(group, "missing") == 0) try_missing();
  else if (strcmp(group, "terminal") == 0) try_terminal();
#ifdef __x86_64__
  else if (strcmp(group, "i386") == 0) try_i386_calls();
#endif
  else if (strcmp(group, "deny-filters") == 0 && argc > 2) return deny_filters(argv + 2), 1;
  else return 2;
  return 0;
}
