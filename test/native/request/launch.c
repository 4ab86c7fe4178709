/*
 * Plays launch, for the tests of init: requests a tool, says on its stdout what it hears, and does what it reads on its
 * stdin.
 *
 *   run CONTROL... , OPTION... , WORDS FD...     CONTROL is a command that is given the connection as descriptor 3, or @PATH
 *                                                of an agent's socket; WORDS a file; the FDs go with the request
 *   storm PATH WORDS COUNT AT_ONCE STATUS MS     so many launches of what has to exit with that status; for as long as it
 *                                                takes to be there, but so many milliseconds, they wait for the socket
 *   knock PATH                                   connects, and says how it was received
 *   fuzz PATH WORDS SEED COUNT                   requests of all kinds
 *   bomb                                         forks for ever, as soon as it can
 *
 * Says:   heard SENDER COUNT TEXT | shown HEX | foreground PROCESS | end
 * Reads:  say TEXT | type HEX | size ROWS COLUMNS | foreground | hang-up | leave
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../../native/shared/message.h"

static int control = -1, master = -1;

static _Noreturn void fail(const char *what) {
  perror(what);
  exit(1);
}

static void ask_for_senders(int socket) {
  int on = 1;
  setsockopt(socket, SOL_SOCKET, SO_PASSCRED, &on, sizeof on);
}

static int connect_to(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  ask_for_senders(fd);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    close(fd);
    return -1;
  }
  return fd;
}

static int start(char **command) {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) fail("socketpair");
  ask_for_senders(ends[0]);
  if (fork() == 0) {
    int inits = fcntl(ends[1], F_DUPFD, 100);
    for (int fd = 3; fd < 100; fd++) close(fd);
    dup2(inits, 3);
    close(inits);
    int null = open("/dev/null", O_RDWR);
    dup2(null, 0);
    dup2(null, 1); /* what stays of the caller's would keep its pipes open */
    close(null);
    execvp(command[0], command);
    fail(command[0]);
  }
  close(ends[1]);
  return ends[0];
}

/* The end of a section of the arguments, which becomes a NULL. */
static char **section(char **from) {
  while (*from && strcmp(*from, ",") != 0) from++;
  if (*from == NULL) {
    fprintf(stderr, "a section is missing\n");
    exit(1);
  }
  *from = NULL;
  return from + 1;
}

static size_t add(char *request, size_t length, const char *word) {
  size_t size = strlen(word) + 1;
  if (length + size > LONGEST_REQUEST) fail("long request");
  memcpy(request + length, word, size);
  return length + size;
}

static bool request(int to, char *const *options, const int *descriptors, size_t count) {
  static char bytes[LONGEST_REQUEST];
  size_t length = add(bytes, 0, REQUEST_GREETING);
  for (; *options; options++) length = add(bytes, length, *options);
  return send_message(to, bytes, length, descriptors, count);
}

static void hear(void) {
  char line[LONGEST_LINE];
  struct message message;
  if (!receive_message(control, line, sizeof line, 0, &message)) {
    close(control);
    control = -1;
    return;
  }
  printf("heard %d %zu %.*s", message.sender, message.count, (int)message.length, line);
  if (message.count > 0) master = message.descriptors[0];
}

static void show(void) {
  unsigned char bytes[4096];
  ssize_t count = read(master, bytes, sizeof bytes);
  if (count <= 0) { /* EIO when nobody has the other side */
    close(master);
    master = -1;
    return;
  }
  printf("shown ");
  for (ssize_t i = 0; i < count; i++) printf("%02x", bytes[i]);
  printf("\n");
}

static void type(const char *hex) {
  unsigned byte;
  for (; sscanf(hex, "%2x", &byte) == 1; hex += 2)
    if (write(master, &(unsigned char){(unsigned char)byte}, 1) != 1) fail("type");
}

static void obey(char *line) {
  struct winsize size = {0};
  pid_t group = -1;
  if (strncmp(line, "say ", 4) == 0) {
    send_message(control, line + 4, strlen(line + 4), NULL, 0);
  } else if (strncmp(line, "type ", 5) == 0) {
    type(line + 5);
  } else if (sscanf(line, "size %hu %hu", &size.ws_row, &size.ws_col) == 2) {
    ioctl(master, TIOCSWINSZ, &size);
  } else if (strcmp(line, "foreground\n") == 0) {
    if (ioctl(master, TIOCGPGRP, &group) < 0) fail("foreground");
    printf("foreground %d\n", group);
  } else if (strcmp(line, "hang-up\n") == 0) {
    close(master);
    master = -1;
  } else if (strcmp(line, "leave\n") == 0) {
    exit(0);
  }
}

static void listen_to_test(void) {
  static char line[65536];
  static size_t length;
  ssize_t count = read(0, line + length, 1);
  if (count <= 0) exit(0);
  length += (size_t)count;
  if (line[length - 1] != '\n') return;
  line[length] = '\0';
  length = 0;
  obey(line);
}

static int run(char **arguments) {
  int descriptors[MOST_DESCRIPTORS + 1];
  size_t count = 1;
  char **options = section(arguments), **rest = section(options);
  if ((descriptors[0] = open(*rest++, O_RDONLY | O_CLOEXEC)) < 0) fail("words");
  for (; *rest && count <= MOST_DESCRIPTORS; rest++) descriptors[count++] = atoi(*rest);
  control = arguments[0][0] == '@' ? connect_to(arguments[0] + 1) : start(arguments);
  if (control < 0 || !request(control, options, descriptors, count)) fail("request");
  for (size_t i = 0; i < count; i++) close(descriptors[i]);
  while (control >= 0 || master >= 0) {
    struct pollfd at[] = {{0, POLLIN, 0}, {control, POLLIN, 0}, {master, POLLIN, 0}};
    poll(at, 3, -1);
    if (at[1].revents) hear();
    if (at[2].revents && master >= 0) show();
    if (at[0].revents) listen_to_test();
  }
  printf("end\n");
  return 0;
}

/* How one launch ends: its status, or -1 when it was not taken, -2 when it was lost. */
static int launch_once(const char *path, const char *words, int patience_ms) {
  int to = connect_to(path);
  for (int waits = patience_ms * 10; to < 0 && waits > 0; waits--, to = connect_to(path)) usleep(20);
  int sent[] = {open(words, O_RDONLY | O_CLOEXEC), open("/dev/null", O_RDWR | O_CLOEXEC)};
  char *options[] = {"--descriptors", "1", NULL};
  int status = -1;
  bool is_sent = to >= 0 && request(to, options, sent, 2);
  close(sent[0]);
  close(sent[1]);
  char line[LONGEST_LINE + 1];
  struct message message;
  while (is_sent && receive_message(to, line, LONGEST_LINE, 0, &message)) {
    close_descriptors(&message);
    line[message.length] = '\0';
    if (strcmp(line, "taken\n") == 0) status = -2;
    sscanf(line, "exited %d", &status);
    if (strcmp(line, "done\n") == 0) break;
  }
  if (to >= 0) close(to);
  return status;
}

static int storm(const char *path, const char *words, int count, int at_once, int status, int patience_ms) {
  int running = 0, served = 0, refused = 0, ended;
  for (int i = 0; i < count || running > 0;) {
    if (i < count && running < at_once) {
      if (fork() == 0) {
        int got = launch_once(path, words, patience_ms);
        _exit(got == status ? 0 : got == -1 ? 1 : 2);
      }
      running++;
      i++;
      continue;
    }
    if (wait(&ended) < 0) fail("wait");
    running--;
    served += WEXITSTATUS(ended) == 0;
    refused += WEXITSTATUS(ended) == 1;
  }
  printf("served %d refused %d\n", served, refused);
  return 0;
}

static int knock(const char *path) {
  int to = connect_to(path);
  char line[LONGEST_LINE];
  struct message message;
  printf("%s\n", to < 0 ? strerror(errno) : receive_message(to, line, sizeof line, 0, &message) ? "heard" : "refused");
  return 0;
}

/* xorshift: the same numbers for the same seed, everywhere. */
static unsigned long long state;
static unsigned any(unsigned below) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)(state >> 11) % below;
}

static const char *const NAMES[] = {
    "--descriptors", "--terminal", "--cwd",     "--ignored", "--blocked", "--umask", "--size",  "--modes",
    "--ground",      "--seccomp",  "--limits",  "--nice",    "--cpus",    "--link",  "--words", "--own",
    "--processes",   "--request",  "--streams", "",          "tackle 1",
};
static const char *const VALUES[] = {
    "0,1,2",       "1",     "0",       "controlling", "/",     "/nowhere", ".",       "2,3,15",   "64",      "65",
    "0",           "022",   "24x80",   "0x0",         "fore",  "back",     "default", "1:2:3:4:5", "0,0",     "-1",
    "nofile=9:99", "cpu=:", "0-99999", "99999999999", "254",   "1048575",  "2147483647", ",",     "1,",      "",
    "core=0:0",    "20",    "0,2-5",   "1023,1022",   "::::",  "%n%s",     "3,4,5,6,7", "unlimited", "as=1:1", "255",
};

static const char *const PAIRS[][2] = {
    {"--terminal", "0"},    {"--terminal", "controlling"}, {"--terminal", "1,7,200"}, {"--cwd", "/"},
    {"--ignored", "1,13"},  {"--blocked", "15,34"},        {"--umask", "077"},        {"--size", "24x80"},
    {"--ground", "back"},   {"--seccomp", "default"},      {"--limits", "core=0:0"},  {"--nice", "5"},
    {"--limits", "nofile=4:4"}, {"--cpus", "0"},           {"--modes", "1:2:3:4:5"},  {"--processes", "90"},
};

static size_t add_any(char *bytes, size_t length) {
  char noise[64];
  unsigned kind = any(20);
  if (kind == 0) {
    size_t size = any(sizeof noise);
    for (size_t i = 0; i < size; i++) noise[i] = (char)any(256);
    memcpy(bytes + length, noise, size);
    return length + size;
  }
  const char *word = kind < 12 ? VALUES[any(sizeof VALUES / sizeof *VALUES)] : NAMES[any(sizeof NAMES / sizeof *NAMES)];
  return add(bytes, length, word);
}

static size_t any_request(char *bytes, size_t descriptors) {
  size_t length = any(50) == 0 ? 0 : add(bytes, 0, any(30) == 0 ? "tackle 2" : REQUEST_GREETING);
  if (descriptors > 1 && any(10) > 0) {
    char numbers[MOST_DESCRIPTORS * 4 + 1];
    size_t end = 0;
    for (size_t i = 1; i < descriptors; i++)
      end += (size_t)snprintf(numbers + end, sizeof numbers - end, "%s%zu", i > 1 ? "," : "", i + 9);
    length = add(bytes, add(bytes, length, "--descriptors"), numbers);
  }
  for (unsigned options = any(8); options > 0; options--) {
    if (any(8) > 0) {
      const char *const *pair = PAIRS[any(sizeof PAIRS / sizeof *PAIRS)];
      length = add(bytes, add(bytes, length, pair[0]), pair[1]);
      continue;
    }
    length = any(10) == 0 ? add_any(bytes, length) : add(bytes, length, NAMES[any(sizeof NAMES / sizeof *NAMES)]);
    length = any(10) == 0 ? add_any(bytes, length) : add(bytes, length, VALUES[any(sizeof VALUES / sizeof *VALUES)]);
  }
  if (length > 0 && any(20) == 0) length--;
  if (any(100) == 0) {
    size_t whole = any(2) ? LONGEST_REQUEST : LONGEST_REQUEST - 1;
    memset(bytes + length, any(2) ? 'x' : 0, whole - length);
    length = whole;
  }
  return length;
}

static int any_words(const char *words) {
  if (any(4) > 0) return open(words, O_RDONLY | O_CLOEXEC);
  if (any(3) == 0) return open(any(2) ? "/dev/null" : "/", O_RDONLY | O_CLOEXEC);
  int file = memfd_create("words", MFD_CLOEXEC);
  char bytes[256];
  size_t size = any(sizeof bytes);
  for (size_t i = 0; i < size; i++) bytes[i] = any(3) == 0 ? '\0' : (char)any(256);
  if (write(file, bytes, size) < 0 || (any(8) == 0 && ftruncate(file, (off_t)1 << any(50)) < 0)) fail("words");
  return file;
}

/* Whether it was taken. */
static bool request_anything(const char *path, const char *words) {
  static char bytes[LONGEST_REQUEST + 64];
  int descriptors[MOST_DESCRIPTORS];
  size_t count = any(40) == 0 ? any(MOST_DESCRIPTORS + 1) : any(6);
  for (size_t i = 0; i < count; i++) descriptors[i] = i == 0 ? any_words(words) : open("/dev/null", O_RDWR | O_CLOEXEC);
  int to = connect_to(path);
  size_t length = any_request(bytes, count);
  if (to < 0 || (!send_message(to, bytes, length, descriptors, count) && errno != EMSGSIZE)) fail("request anything");
  for (size_t i = 0; i < count; i++) close(descriptors[i]);
  for (unsigned lines = any(5); lines > 0; lines--) {
    static const char *const LINES[] = {"signal 0\n",   "signal 15\n",     "signal 19\n", "resume fore\n",
                                        "resume back\n", "signal -1\n",     "group 9999999999999\n", "nothing",
                                        "\n",           "signal 18\0 x\n", "group\n",    "size 1 2\n"};
    const char *line = LINES[any(sizeof LINES / sizeof *LINES)];
    send_message(to, line, strlen(line), NULL, 0);
  }
  /* Sometimes it goes away in the midst. */
  char line[LONGEST_LINE];
  struct message message;
  if (any(3) == 0) shutdown(to, SHUT_WR);
  bool is_taken = false;
  while (any(8) > 0 && receive_message(to, line, sizeof line, 0, &message)) {
    close_descriptors(&message);
    is_taken = true;
    if (message.length == 5 && memcmp(line, "done\n", 5) == 0) break;
    if (message.length > 7 && memcmp(line, "stopped", 7) == 0) break;
  }
  close(to);
  return is_taken;
}

static _Noreturn void bomb(void) {
  signal(SIGHUP, SIG_IGN);
  signal(SIGTERM, SIG_IGN);
  printf("bomb\n");
  for (;;) {
    pid_t child = fork();
    if (child == 0) setsid();
    if (child < 0) usleep(1000); /* so that others of this machine have their share */
  }
}

int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  signal(SIGPIPE, SIG_IGN);
  if (argc > 2 && strcmp(argv[1], "run") == 0) return run(argv + 2);
  if (argc == 8 && strcmp(argv[1], "storm") == 0)
    return storm(argv[2], argv[3], atoi(argv[4]), atoi(argv[5]), atoi(argv[6]), atoi(argv[7]));
  if (argc == 2 && strcmp(argv[1], "bomb") == 0) bomb();
  if (argc == 3 && strcmp(argv[1], "knock") == 0) return knock(argv[2]);
  if (argc == 6 && strcmp(argv[1], "fuzz") == 0) {
    state = strtoull(argv[4], NULL, 10) | 1;
    int taken = 0;
    for (int i = atoi(argv[5]); i > 0; i--) taken += request_anything(argv[2], argv[3]);
    printf("taken %d\n", taken);
    return 0;
  }
  return 2;
}
