/*
 * The launcher in C, which asks for a tool over a connection (shared/protocol.h). The request holds options of options.c, and
 *
 *   --descriptors N,N,...   the numbers that the tool is to have the descriptors as that come with it. One that is neither
 *                           here nor in --terminal is closed in the tool
 *
 * All of the tool's descriptors are the caller's own, the other end of its pty is launch's: init has nothing to relay.
 *
 * Whatever makes no sense ends the connection without a word, as does init's own death: launch then knows that the
 * tool was not started, and takes another way. After `taken` there is no other way.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "../shared/message.h"
#include "descriptors.h"
#include "everything.h"
#include "launcher.h"
#include "limits.h"
#include "offspring.h"
#include "options.h"
#include "pty.h"
#include "request.h"
#include "signals.h"
#include "tool.h"
#include "watch.h"
#include "words.h"

/* In seconds: whoever connects has its request ready, and an answer. */
enum { PATIENCE_S = 30 };

static struct request {
  char bytes[LONGEST_REQUEST];
  struct message message;
  struct options options;
  struct numbers numbers; /* of what comes after the words */
  char **argv;
} request;

static bool receive_in_time(int control, char *bytes, size_t size, struct message *message) {
  struct timeval patience = {.tv_sec = PATIENCE_S};
  setsockopt(control, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  bool has_come = receive_message(control, bytes, size, 0, message);
  patience.tv_sec = 0;
  setsockopt(control, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return has_come && message->is_whole;
}

static bool receive_request(int control) {
  return receive_in_time(control, request.bytes, sizeof request.bytes, &request.message);
}

/* Steps over a word; NULL when it is the last. */
static const char *after(const char *word) {
  const char *next = word + strlen(word) + 1;
  return next < request.bytes + request.message.length ? next : NULL;
}

static bool read_request_option(const char *option, const char *value) {
  if (strcmp(option, "--descriptors") == 0) return read_numbers(value, &request.numbers);
  return read_option(&request.options, option, value);
}

static bool read_options(void) {
  if (request.bytes[request.message.length - 1] != '\0') return false;
  if (strcmp(request.bytes, REQUEST_GREETING) != 0) return false;
  for (const char *option = after(request.bytes), *value; option != NULL; option = after(value))
    if ((value = after(option)) == NULL || !read_request_option(option, value)) return false;
  return true;
}

/* Whether no number of the tool's is asked for twice, and each descriptor has its own. */
static bool are_numbers_sound(void) {
  const struct numbers *terminals = &request.options.terminals;
  for (size_t i = 0; i < terminals->count; i++)
    if (has_number(&request.numbers, terminals->of[i])) return false;
  return request.message.count == request.numbers.count + 1 && request.numbers.count + terminals->count <= MOST_DESCRIPTORS;
}

static bool read_request(void) {
  clear_options(&request.options);
  return read_options() && are_numbers_sound() && (request.argv = take_words(request.message.descriptors[0])) != NULL;
}

/* Gives launch the master, and keeps none: its end is what hangs the terminal up. */
static int open_terminal(void) {
  if (!request.options.has_terminal) return -1;
  struct pty pty = open_pty(&request.options.size);
  static const char said[] = "terminal\n";
  if (!send_message(launcher(), said, sizeof said - 1, &pty.master, 1)) die("hand out the terminal");
  close(pty.master);
  return pty.slave;
}

static pid_t start(int terminal) {
  const struct numbers *terminals = &request.options.terminals;
  struct place places[MOST_DESCRIPTORS];
  size_t count = 0;
  for (size_t i = 0; i < request.numbers.count; i++)
    places[count++] = (struct place){.from = request.message.descriptors[i + 1], .to = request.numbers.of[i]};
  for (size_t i = 0; i < terminals->count; i++)
    places[count++] = (struct place){.from = terminal, .to = terminals->of[i]};
  pid_t tool = start_tool(&(struct order){.argv = request.argv,
                                          .options = &request.options,
                                          .terminal = terminal,
                                          .places = places,
                                          .count = count,
                                          .says_tool = true});
  /* Nobody would feel that the tool has closed its own. */
  close_descriptors(&request.message);
  return tool;
}

/* Returns false when launch is gone. */
static bool listen_to_launch(void) {
  char line[LONGEST_LINE];
  struct message message;
  if (!receive_message(launcher(), line, sizeof line, MSG_DONTWAIT, &message)) return errno == EAGAIN;
  close_descriptors(&message);
  if (!message.is_whole || line[message.length - 1] != '\n') return true;
  line[message.length - 1] = '\0';
  obey(line);
  return true;
}

/* Runs until the tool has ended. Returns false when launch has gone away, and everything with it. */
static bool attend(int signals) {
  enum { SIGNALS, LAUNCH };
  while (!is_over()) {
    struct pollfd at[] = {
        [SIGNALS] = {.fd = signals, .events = POLLIN},
        [LAUNCH] = {.fd = launcher(), .events = POLLIN},
    };
    if (poll(at, sizeof at / sizeof *at, -1) < 0 && errno != EINTR) die("poll");
    if (at[LAUNCH].revents && !listen_to_launch()) {
      end_everything(true);
      return false;
    }
    if (at[SIGNALS].revents) take_signal(signals);
  }
  return true;
}

/* This process has it then, and the tool after it. Outside of the container launch may what nobody in it may. */
static bool ask_for_niceness(void) {
  static const char given[] = "niceness\n";
  char answer[LONGEST_LINE];
  struct message message;
  say("niceness\n");
  if (!receive_in_time(launcher(), answer, sizeof answer, &message)) return false;
  close_descriptors(&message);
  return message.length == sizeof given - 1 && memcmp(answer, given, message.length) == 0;
}

static int run_requested(int signals, atomic_bool *is_done) {
  if (request.options.cwd && chdir(request.options.cwd) < 0) die("enter the working directory");
  int terminal = open_terminal();
  pid_t tool = start(terminal);
  int reason = outcome_of_start();
  if (reason != 0) {
    bool present = is_present(request.argv[0], reason);
    say("failed %d %s\n", reason, present ? "present" : "missing");
    return present ? NOT_EXECUTABLE : NOT_FOUND;
  }
  watch(&(struct watched){.tool = tool, .terminal = terminal});
  if (!attend(signals)) return 128 + SIGHUP;
  atomic_store(is_done, true);
  say("done\n");
  return status_of_tool();
}

int serve(int control, atomic_bool *is_done) {
  fcntl(control, F_SETFD, FD_CLOEXEC);
  close_from(3, control);
  /* What runs as the same user may look neither into this process nor at its descriptors (ptrace(2), proc(5)). */
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  adopt_orphans();
  widen_descriptors();
  int signals = hear_signals();
  if (signals < 0 || !receive_request(control) || !read_request()) return ENDED_BADLY;
  speak_to(control, true);
  if (!take_niceness_below_zero() && !ask_for_niceness()) return ENDED_BADLY;
  say("taken\n");
  int status = run_requested(signals, is_done);
  take_leave();
  return status;
}
