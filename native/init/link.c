/*
 * The launcher in Node, and what init is told on its command line.
 *
 *   init [--link SOCKET] [--outputs joined|apart] [--own 012] [--streams 012] [options of options.c]
 *        {--words FILE | -- PROGRAM [ARG...]}
 *
 * With --own, those of the tool's descriptors are what init has as 3, 4 and 5: the launcher's own, and nothing is
 * between them and the tool.
 *
 * With --streams, init opens those of its own descriptors itself: each is one more connection to the launcher.
 *
 * Without --link it still runs the tool, and ends with 128+N for a death by signal N.
 *
 * The link is up to five connections to one socket of the launcher. Each says first which it is:
 *   "control\n"   lines of text, see below
 *   "terminal\n"  afterwards the raw bytes of the pty, both ways; its end hangs the pty up
 *   "stdin\n", "stdout\n", "stderr\n"  afterwards the raw bytes of that stream, one way
 * init says:      started | typed N | stopped N SHOWN | exited STATUS | signaled N | failed ERRNO missing|present
 *                 heard COUNT | closed 0 | closed 1|2 BYTES | done
 * launcher says:  signal N | group N | size ROWS COLUMNS | resume fore|back | broken 1|2 | modes MODES
 *
 * `typed`: a key has sent signal N to the tool's own group. Outside, it would have gone to the whole job of the caller,
 * the script around the tool too. A tool that is a shell gives each of its jobs a group of its own: those are no
 * concern of the caller's, here or outside.
 *
 * `stopped`: SHOWN is how many bytes the tool has shown on its terminal until then. They go another way, and a launcher
 * that stops as well has to let them be seen before.
 *
 * A tool in the background of its pty (`--ground back`, `resume back`) is stopped by SIGTTIN when it
 * reads the terminal and by SIGTTOU when it sets its modes. That is how the launcher learns that the
 * tool wants the keyboard, and need not take it from `less` in `tool | less`.
 *
 * `heard`: how many of the launcher's signals reached the tool before it ended, said just before how it ended.
 *
 * `closed`: nobody inside reads the input any more; or nothing more comes on that output, after so many bytes in all.
 * The tool may have closed it and live on.
 * `done`: the tool has ended, and all that was written is handed on.
 *
 *   starting --> running <--> stopped --> over (everything else killed, status said) --> drained (done said)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "descriptors.h"
#include "everything.h"
#include "input.h"
#include "launcher.h"
#include "link.h"
#include "modes.h"
#include "offspring.h"
#include "options.h"
#include "outputs.h"
#include "pty.h"
#include "screen.h"
#include "signals.h"
#include "tool.h"
#include "watch.h"
#include "words.h"

/* Where the descriptors come in that are the tool's own. */
enum { OWN = 3 };

static struct {
  const char *link;
  const char *words;
  bool own[3];
  bool streams[3];     /* which are not there when init starts */
  bool outputs_joined; /* one pipe for descriptors 1 and 2, so that what is written to them stays in order */
  char **argv;
} told;
static struct options options;
static struct pty pty = {-1, -1};

static int connect_to(const char *path, const char *greeting) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 ||
      write(fd, greeting, strlen(greeting)) != (ssize_t)strlen(greeting)) {
    close(fd);
    return -1;
  }
  return fd;
}

/* Marks those of the descriptors 0-2 that are named. */
static bool mark(const char *named, bool marked[3]) {
  for (; *named; named++)
    if (*named >= '0' && *named <= '2') marked[*named - '0'] = true;
  return true;
}

static bool read_link_option(const char *option, const char *value) {
  if (strcmp(option, "--own") == 0) return mark(value, told.own);
  if (strcmp(option, "--streams") == 0) return mark(value, told.streams);
  if (strcmp(option, "--link") == 0) told.link = value;
  else if (strcmp(option, "--words") == 0) told.words = value;
  else if (strcmp(option, "--outputs") == 0) told.outputs_joined = strcmp(value, "joined") == 0;
  else return read_option(&options, option, value);
  return true;
}

static void read_arguments(int argc, char **argv) {
  int i = 1;
  while (i + 1 < argc && strcmp(argv[i], "--") != 0 && read_link_option(argv[i], argv[i + 1])) i += 2;
  if (told.words && i == argc) {
    int file = open(told.words, O_RDONLY | O_CLOEXEC);
    if (file < 0 || !(told.argv = take_words(file))) die("read what to execute");
    close(file);
    return;
  }
  if (told.words || i + 1 >= argc || strcmp(argv[i], "--") != 0) {
    errno = EINVAL;
    die("arguments");
  }
  told.argv = argv + i + 1;
}

/* Whatever the runtime left: init itself has no descriptor but 0-2 and those that become the tool's. */
static void close_others(void) {
  for (int fd = 0; fd < 3; fd++)
    /* One that is missing would be the number of the next descriptor that init opens for itself. */
    if (!told.own[fd]) close(OWN + fd);
    else if (fcntl(OWN + fd, F_SETFD, FD_CLOEXEC) < 0) die("take the tool's own streams");
  close_from(OWN + 3, -1);
}

/*
 * Before the tool can: whoever says first that it is a stream is believed. Nobody else has these descriptors, so that
 * they may do what a pipe's ends do when spliced, and never wait.
 */
static void open_streams(void) {
  static const char *const greetings[] = {"stdin\n", "stdout\n", "stderr\n"};
  for (int fd = 0; fd < 3; fd++) {
    if (!told.streams[fd]) continue;
    int stream = told.link ? connect_to(told.link, greetings[fd]) : -1;
    if (stream < 0 || fcntl(stream, F_SETFL, O_NONBLOCK) < 0 || dup2(stream, fd) < 0) die("reach the launcher's streams");
    close(stream);
  }
}

static void open_control(void) {
  if (!told.link) return;
  int control = connect_to(told.link, "control\n");
  if (control < 0) die("reach the launcher");
  speak_to(control, false);
}

static void open_terminal(void) {
  if (!told.link) errno = EINVAL;
  int connection = told.link ? connect_to(told.link, "terminal\n") : -1;
  if (connection < 0) die("reach the launcher's terminal");
  pty = open_pty(&options.size);
  open_screen(connection, pty);
}

/* Whether the descriptor has a pipe of its own. */
static bool has_pipe(int fd) {
  return !has_number(&options.terminals, fd) && !told.own[fd] && !(fd == 2 && told.outputs_joined);
}

static void open_pipes(void) {
  for (int fd = 1; fd < 3; fd++)
    if (has_pipe(fd) && !open_output(fd)) die("pipe");
  if (has_pipe(0) && !open_input()) die("pipe");
}

/* What the tool is to have as this descriptor. */
static int tools_descriptor(int fd) {
  if (has_number(&options.terminals, fd)) return pty.slave;
  if (told.own[fd]) return OWN + fd;
  if (fd == 0) return tools_input();
  return tools_end(has_pipe(fd) ? fd : 1);
}

static void close_tools_descriptors(void) {
  close_tools_ends();
  close_tools_input();
  for (int fd = 0; fd < 3; fd++)
    if (told.own[fd]) close(OWN + fd);
}

static pid_t start(void) {
  open_pipes();
  struct place places[3];
  for (int fd = 0; fd < 3; fd++) places[fd] = (struct place){.from = tools_descriptor(fd), .to = fd};
  pid_t tool = start_tool(
      &(struct order){.argv = told.argv, .options = &options, .terminal = pty.slave, .places = places, .count = 3});
  close_tools_descriptors();
  return tool;
}

static void obey_line(const char *line) {
  int number;
  struct winsize size = {0};
  if (obey(line)) return;
  if (sscanf(line, "size %hu %hu", &size.ws_row, &size.ws_col) == 2) {
    resize_screen(&size);
  } else if (strncmp(line, "modes ", 6) == 0) {
    if (pty.slave >= 0 && !is_over() && read_modes(line + 6)) take_modes(pty.slave);
  } else if (sscanf(line, "broken %d", &number) == 1) {
    if (number == 1 || number == 2) break_output(number);
  }
}

/* Reads control lines and obeys them. Returns false when the launcher is gone. */
static bool listen_to_launcher(void) {
  static char line[512];
  static size_t length;
  char bytes[256];
  ssize_t count = read(launcher(), bytes, sizeof bytes);
  if (count <= 0) return count < 0 && errno == EINTR;
  for (ssize_t i = 0; i < count; i++) {
    if (bytes[i] == '\n') {
      line[length] = '\0';
      obey_line(line);
      length = 0;
    } else if (length + 1 < sizeof line) {
      line[length++] = bytes[i];
    }
  }
  return true;
}

static void tell_of_closed_outputs(void) {
  for (int fd = 1; fd < 3; fd++)
    if (has_total(fd)) say("closed %d %llu\n", fd, take_total(fd));
}

/* Runs until the tool has ended and all that it wrote is on its way. */
static void attend(int signals) {
  enum { SIGNALS, LAUNCHER, SCREEN, OUTPUTS = SCREEN + SCREEN_POLLS, INPUT = OUTPUTS + 2 };
  while (!is_over() || is_screen_open() || is_output_open(1) || is_output_open(2)) {
    struct pollfd at[INPUT + INPUT_POLLS] = {
        [SIGNALS] = {.fd = signals, .events = POLLIN},
        [LAUNCHER] = {.fd = launcher(), .events = POLLIN},
        [OUTPUTS] = next_of_output(1),
        next_of_output(2),
    };
    poll_screen(&at[SCREEN]);
    poll_input(&at[INPUT]);
    if (poll(at, sizeof at / sizeof *at, -1) < 0 && errno != EINTR) die("poll");
    /* What was said before a key was typed holds for that key: here while poll went from one to the other. */
    if (at[SCREEN].revents) poll(&at[LAUNCHER], 1, 0);
    if (at[LAUNCHER].revents && !listen_to_launcher()) {
      end_everything(true);
      exit(128 + SIGHUP);
    }
    if (at[SIGNALS].revents) take_signal(signals);
    attend_screen(&at[SCREEN]);
    for (int fd = 1; fd < 3; fd++)
      if (at[OUTPUTS + fd - 1].revents) attend_output(fd);
    tell_of_closed_outputs();
    if (!attend_input(&at[INPUT])) say("closed 0\n");
  }
}

int run_for_link(int argc, char **argv) {
  clear_options(&options);
  read_arguments(argc, argv);
  adopt_orphans();
  close_others();
  int signals = hear_signals();
  if (signals < 0) die("signalfd");
  open_streams();
  if (told.outputs_joined) dup2(1, 2); /* for what init says itself */
  open_control();
  if (options.has_terminal) open_terminal();

  pid_t tool = start();
  int reason = outcome_of_start();
  if (reason != 0) {
    bool present = is_present(told.argv[0], reason);
    say("failed %d %s\n", reason, present ? "present" : "missing");
    take_leave();
    return present ? NOT_EXECUTABLE : NOT_FOUND;
  }
  watch(&(struct watched){.tool = tool, .terminal = pty.slave, .show = show_what_is_there});
  attend(signals);
  say("done\n");
  take_leave();
  return status_of_tool();
}
