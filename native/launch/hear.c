#define _GNU_SOURCE
#include "hear.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../shared/message.h"
#include "job.h"
#include "said.h"
#include "screen.h"
#include "session.h"
#include "stock.h"

void say(const struct session *s, const char *word) {
  char line[LONGEST_LINE];
  int length = snprintf(line, sizeof line, "%s\n", word);
  if (send(s->control, line, (size_t)length, MSG_DONTWAIT | MSG_NOSIGNAL) < 0) return;
}

void say_number(const struct session *s, const char *word, int number) {
  char line[LONGEST_LINE];
  snprintf(line, sizeof line, "%s %d", word, number);
  say(s, line);
}

/* Whether a new process would end at once. */
static bool is_deadly(int number) {
  return asks_for_end(number) && !has_signal(stock.ignored | stock.blocked, number);
}

static void give_up(struct session *s, enum ending_kind kind, int number) {
  s->is_given_up = true;
  s->ending = (struct ending){.kind = kind, .number = number};
}

void give_up_if_asked(struct session *s, int number) {
  if (!s->is_started && is_deadly(number) && ++s->asked >= 2) give_up(s, SIGNALED, number);
}

/* What the tool would do natively, which has ended, and whose last bytes are still on their way. */
static void answer_in_its_place(struct session *s, int number) {
  if (number == SIGTSTP)
    stop_self(s, number, false);
  else
    hear_with_patience(&s->patience, number);
}

/*
 * A terminal sends a signal to the whole group, and so do shells. Nobody can see of `kill` whether it was meant for one
 * process or for all of a job.
 */
static bool is_for_the_group(int number, bool is_kernels) {
  return is_kernels || number == SIGINT || number == SIGQUIT || number == SIGHUP;
}

static void pass_on(struct session *s, int number, bool is_kernels) {
  give_up_if_asked(s, number);
  if (s->is_over) {
    answer_in_its_place(s, number);
    return;
  }
  if (is_stop(number)) s->told_to_stop = number;
  s->sent[s->sent_in_all++ % REMEMBERED] = (uint8_t)number;
  say_number(s, is_for_the_group(number, is_kernels) ? "group" : "signal", number);
  hear_with_patience(&s->patience, number);
}

static void hear_before_begin(struct session *s, int number) {
  if (is_deadly(number))
    give_up(s, SIGNALED, number);
  else if (number != SIGWINCH && number != SIGCONT)
    hold_signal(number);
}

static void answer_winch(struct session *s) {
  bool is_new = tell_size(s);
  if (!is_new && !s->is_ahead && s->is_started && !s->is_over) say_number(s, "signal", SIGWINCH);
  s->is_ahead = false;
}

void signal_job(struct session *s, int number) {
  s->own |= only(number);
  kill(0, number);
}

/*
 * What the kernel has to say to this process alone: of children, of limits on its own time and files. And what this
 * process sent to its own group.
 */
static bool is_for_us(struct session *s, const struct signalfd_siginfo *signal) {
  int number = (int)signal->ssi_signo;
  if (signal->ssi_code > 0) return number == SIGCHLD || number == SIGXCPU || number == SIGXFSZ;
  bool is_own = has_signal(s->own, number) && signal->ssi_pid == (uint32_t)getpid();
  if (is_own) s->own &= ~only(number);
  return is_own;
}

void hear_signal(struct session *s) {
  struct signalfd_siginfo signal;
  if (read(s->signals, &signal, sizeof signal) != sizeof signal || is_for_us(s, &signal)) return;
  int number = (int)signal.ssi_signo;
  if (!s->is_taken)
    hear_before_begin(s, number);
  else if (number == SIGCONT)
    s->goes_on_at = now();
  else if (number == SIGWINCH)
    answer_winch(s);
  else
    pass_on(s, number, signal.ssi_code > 0);
}

/* To the process that asks, our own: this takes a privilege, and where there is none the engine is to be asked. */
static void give_niceness(struct session *s, pid_t to) {
  if (s->is_taken) return;
  if (to > 0 && setpriority(PRIO_PROCESS, (id_t)to, getpriority(PRIO_PROCESS, 0)) == 0)
    say(s, "niceness");
  else
    give_up(s, NOT_STARTED, EPERM);
}

/* From here on the command may have been run. */
static void begin(struct session *s) {
  if (s->is_taken) return;
  s->is_taken = true;
  s->ending = (struct ending){.kind = LOST};
  if (s->takes_keys) take_keyboard(s);
  for (signal_set held = held_signals(); held != 0; held &= held - 1)
    pass_on(s, __builtin_ctzll(held) + 1, false);
}

static void end(struct session *s, enum ending_kind kind, int number) {
  if (s->is_over || !s->is_taken) return;
  s->is_over = true;
  s->reads_keys = false;
  s->ending = (struct ending){.kind = kind, .number = number};
  end_with_patience(&s->patience, s->ending);
  uint64_t first = s->sent_in_all > REMEMBERED ? s->sent_in_all - REMEMBERED : 0;
  for (uint64_t i = s->reached > first ? s->reached : first; i < s->sent_in_all; i++)
    answer_in_its_place(s, s->sent[i % REMEMBERED]);
}

static char words[LONGEST_LINE];

/* None of them moves a cursor. */
static void keep_words(const char *text) {
  size_t length = 0;
  for (; text[length] != '\0' && length + 1 < sizeof words; length++) {
    unsigned char byte = (unsigned char)text[length];
    words[length] = byte < ' ' || byte == 0x7f ? '?' : (char)byte;
  }
  words[length] = '\0';
}

const char *words_of_init(void) {
  return words;
}

static void obey(struct session *s, const struct said *said, struct message *message) {
  switch (said->what) {
    case NICENESS:
      give_niceness(s, message->sender);
      break;
    case TAKEN:
      begin(s);
      break;
    case TERMINAL:
      if (s->is_taken && message->count == 1) {
        take_master(s, message->descriptors[0]);
        message->count = 0;
      }
      break;
    case TOOL:
      if (s->tool == 0) s->tool = message->sender;
      break;
    case STARTED:
      s->is_started = s->is_taken;
      break;
    case FAILED:
      end(s, said->is_present ? TOOL_NOT_EXECUTABLE : TOOL_NOT_FOUND, said->number);
      break;
    case STOPPED:
      if (s->is_started && !s->is_over) hear_stop(s, said->number);
      break;
    case HEARD:
      s->reached = (uint64_t)said->number;
      break;
    case HAS_EXITED:
      end(s, EXITED, said->number);
      break;
    case HAS_DIED:
      end(s, SIGNALED, said->number);
      break;
    case ERROR:
      end(s, LOST, 0);
      keep_words(said->text);
      break;
    case DONE:
      s->is_left = s->is_taken;
      break;
    case NOTHING:
      break;
  }
}

void hear_init(struct session *s) {
  char line[LONGEST_LINE];
  struct message message;
  if (receive_message(s->control, line, sizeof line, MSG_DONTWAIT, &message)) {
    struct said said = {.what = NOTHING};
    if (message.is_whole) said = read_said(line, message.length);
    obey(s, &said, &message);
    close_descriptors(&message);
  } else if (errno != EAGAIN) {
    s->is_left = true;
  }
}
