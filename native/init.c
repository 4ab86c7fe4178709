/*
 * init: PID 1 of every container Tackle starts. It runs one tool and
 *   - gives it a pty for those of its descriptors 0-2 that are terminals outside, and pipes for those that
 *     are not: who goes away at one end, outside or inside, is felt at the other,
 *   - passes on signals, reaps whatever is orphaned,
 *   - tells the launcher what really happened (a container's exit code cannot tell `exit 143` from
 *     death by SIGTERM), and when the tool is stopped,
 *   - ends everything when the launcher is gone.
 *
 *   init [--link SOCKET] [--umask OCTAL] [--terminal 012|controlling] [--size ROWSxCOLUMNS]
 *        [--modes MODES] [--ground fore|back] [--outputs joined|apart] [--own 012] [--streams 012]
 *        [--seccomp default] [--processes N] [options of limits.c]
 *        {--words FILE | -- PROGRAM [ARG...]}
 *
 * With `--terminal controlling` none of the tool's descriptors is a terminal, and /dev/tty is one.
 *
 * With --own, those of the tool's descriptors are what init has as 3, 4 and 5: the launcher's own, and nothing is
 * between them and the tool.
 *
 * With --streams, init opens those of its own descriptors itself: each is one more connection to the launcher.
 *
 * Without --link it still runs the tool, and ends with 128+N for a death by signal N. What a FILE of words
 * holds is said in words.c, what MODES are in modes.c, and what the tool may not do under --seccomp in seccomp.c.
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
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "capabilities.h"
#include "input.h"
#include "limits.h"
#include "modes.h"
#include "outputs.h"
#include "processes.h"
#include "seccomp.h"
#include "words.h"

/* Where the descriptors come in that are the tool's own. */
enum { OWN = 3 };

enum { ENDED_BADLY = 125, NOT_EXECUTABLE = 126, NOT_FOUND = 127, GRACE_MS = 400 };

struct options {
  const char *link;
  const char *words;
  bool terminal[3];
  bool has_terminal; /* also where none of the descriptors is one */
  bool own[3];
  bool streams[3]; /* which are not there when init starts */
  unsigned long processes; /* at most so many; 0 for any number */
  mode_t umask;
  bool has_umask;
  bool in_background;
  bool outputs_joined; /* one pipe for descriptors 1 and 2, so that what is written to them stays in order */
  struct winsize size;
  char **argv;
};

/* Bytes on their way from one descriptor to another. */
struct relay {
  char bytes[65536];
  size_t start, end;
};

static struct options options;
static int control = -1;
static int terminal = -1;
static int master = -1;
static int slave = -1;
static pid_t tool = -1;
/* Once the tool was reaped its number may be another process's: nothing is sent to it any more. */
static bool is_over;
/* How many of the launcher's signals the tool was sent. */
static unsigned long long passed_on;
/* When the last of them was sent, if it was a SIGTSTP that has to stop the tool and has not; else 0. */
static double stop_due_since;
/* In seconds: a tool that lives on so long after a stop has been blocking it. */
#define TOO_LATE_S 1.0
static int wait_status;
static struct relay typed, shown;
static unsigned long long shown_in_all;

static void die(const char *what) {
  fprintf(stderr, "tackle: init: %s: %s\n", what, strerror(errno));
  exit(ENDED_BADLY);
}

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...) {
  if (control < 0) return;
  char line[64];
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line, sizeof line, format, values);
  va_end(values);
  /* Waits for a launcher that is stopped. One that is gone is noticed by reading. */
  if (write(control, line, (size_t)length) != length) return;
}

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
static void read_descriptors(const char *named, bool marked[3]) {
  for (; *named; named++)
    if (*named >= '0' && *named <= '2') marked[*named - '0'] = true;
}

static void read_options(int argc, char **argv) {
  struct options *o = &options;
  int i = 1;
  for (; i + 1 < argc && strcmp(argv[i], "--") != 0; i += 2) {
    const char *value = argv[i + 1];
    if (strcmp(argv[i], "--link") == 0) {
      o->link = value;
    } else if (strcmp(argv[i], "--umask") == 0) {
      o->umask = (mode_t)strtoul(value, NULL, 8) & 0777;
      o->has_umask = true;
    } else if (strcmp(argv[i], "--terminal") == 0) {
      o->has_terminal = *value != '\0'; /* `controlling` names none */
      read_descriptors(value, o->terminal);
    } else if (strcmp(argv[i], "--own") == 0) {
      read_descriptors(value, o->own);
    } else if (strcmp(argv[i], "--streams") == 0) {
      read_descriptors(value, o->streams);
    } else if (strcmp(argv[i], "--size") == 0) {
      if (sscanf(value, "%hux%hu", &o->size.ws_row, &o->size.ws_col) != 2) break;
    } else if (strcmp(argv[i], "--modes") == 0) {
      if (!read_modes(value)) break;
    } else if (strcmp(argv[i], "--ground") == 0) {
      o->in_background = strcmp(value, "back") == 0;
    } else if (strcmp(argv[i], "--outputs") == 0) {
      o->outputs_joined = strcmp(value, "joined") == 0;
    } else if (strcmp(argv[i], "--seccomp") == 0) {
      if (!choose_filter(value)) break;
    } else if (strcmp(argv[i], "--processes") == 0) {
      if (sscanf(value, "%lu", &o->processes) != 1) break;
    } else if (strcmp(argv[i], "--words") == 0) {
      o->words = value;
    } else if (!read_limit_option(argv[i], value)) {
      break;
    }
  }
  if (o->words && i == argc) {
    if (!(o->argv = take_words(o->words))) die("read what to execute");
    return;
  }
  if (o->words || i + 1 >= argc || strcmp(argv[i], "--") != 0) {
    errno = EINVAL;
    die("arguments");
  }
  o->argv = argv + i + 1;
}

/*
 * Whatever the runtime left: no descriptor but 0-2 and those that become them reaches the tool (from Linux 5.9 on), and
 * init hears of every signal by its signalfd, SIGCHLD too, which nobody would get were it still ignored. SIGPIPE is the
 * exception: init's own writes raise it, and it is no business of the tool's.
 */
static int start_clean(void) {
  for (int fd = 0; fd < 3; fd++)
    /* One that is missing would be the number of the next descriptor that init opens for itself. */
    if (!options.own[fd]) close(OWN + fd);
    else if (fcntl(OWN + fd, F_SETFD, FD_CLOEXEC) < 0) die("take the tool's own streams");
#ifdef SYS_close_range
  syscall(SYS_close_range, OWN + 3U, ~0U, 0U); /* Linux 5.9 */
#endif
  sigset_t heard;
  sigfillset(&heard);
  sigdelset(&heard, SIGPIPE);
  for (int number = 1; number < NSIG; number++) signal(number, number == SIGPIPE ? SIG_IGN : SIG_DFL);
  sigprocmask(SIG_SETMASK, &heard, NULL);
  int signals = signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals < 0) die("signalfd");
  return signals;
}

/*
 * Before the tool can: whoever says first that it is a stream is believed. Nobody else has these descriptors, so that
 * they may do what a pipe's ends do when spliced, and never wait.
 */
static void open_streams(void) {
  static const char *const greetings[] = {"stdin\n", "stdout\n", "stderr\n"};
  for (int fd = 0; fd < 3; fd++) {
    if (!options.streams[fd]) continue;
    int stream = options.link ? connect_to(options.link, greetings[fd]) : -1;
    if (stream < 0 || fcntl(stream, F_SETFL, O_NONBLOCK) < 0 || dup2(stream, fd) < 0) die("reach the launcher's streams");
    close(stream);
  }
}

/*
 * Opens a pty and makes it init's controlling terminal. init stays the session's leader and the tool
 * gets a process group of its own in that session: were the tool the leader, its group would be
 * orphaned and the kernel would throw Ctrl-Z away (POSIX, "orphaned process group").
 */
static void open_terminal(const struct winsize *size) {
  master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0) die("open a pty");
  slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (slave < 0) die("open a pty");
  ioctl(master, TIOCSWINSZ, size); /* before there is a foreground group that would get SIGWINCH */
  take_modes(slave);
  setsid(); /* fails where a runtime has done it already */
  if (ioctl(slave, TIOCSCTTY, 0) < 0) die("take the pty as controlling terminal");
  fcntl(master, F_SETFL, O_NONBLOCK);
}

/*
 * Puts the tool's process group in the foreground of the pty, or init's own. A tool that is a shell may
 * have put one of its jobs in the foreground; a `resume fore` leaves that there.
 */
static void set_ground(bool foreground) {
  if (slave < 0) return;
  if (!foreground)
    tcsetpgrp(slave, getpgrp());
  else if (tcgetpgrp(slave) == getpgrp())
    tcsetpgrp(slave, tool);
}

/*
 * Whether the program is there, after an execvp that failed. ENOENT may mean the interpreter that a script
 * names. For a bare name execvp says EACCES when it met a directory in PATH that it may not search.
 */
static bool is_present(const char *program, int reason) {
  struct stat status;
  if (strchr(program, '/')) return reason != ENOENT || stat(program, &status) == 0;
  const char *path = getenv("PATH");
  for (const char *at = path ? path : "/bin:/usr/bin";; at++) {
    size_t length = strcspn(at, ":");
    char candidate[PATH_MAX]; /* an empty entry is the working directory */
    int needed = snprintf(candidate, sizeof candidate, "%.*s/%s", length ? (int)length : 1, length ? at : ".", program);
    bool fits = needed > 0 && (size_t)needed < sizeof candidate;
    if (fits && stat(candidate, &status) == 0 && S_ISREG(status.st_mode)) return true;
    at += length;
    if (*at == '\0') return false;
  }
}

/* Whether the descriptor has a pipe of its own. */
static bool has_pipe(int fd) {
  return !options.terminal[fd] && !options.own[fd] && !(fd == 2 && options.outputs_joined);
}

/* What the tool is to have as this descriptor, or -1 for what init itself has. */
static int tools_descriptor(int fd) {
  if (options.terminal[fd]) return slave;
  if (options.own[fd]) return OWN + fd;
  if (fd == 0) return tools_input();
  return tools_end(has_pipe(fd) ? fd : 1);
}

/* Why there is no tool. */
struct failure {
  const char *what; /* that init could not do for it, or NULL when it is the execve that failed */
  int reason;       /* an errno */
};

/* Tells init, whose memory this process has a copy of. */
static _Noreturn void fail(int to, const char *what) {
  struct failure failure = {what, errno};
  ssize_t told = write(to, &failure, sizeof failure);
  _exit(told == sizeof failure ? NOT_EXECUTABLE : ENDED_BADLY);
}

static _Noreturn void become_tool(int failure) {
  setpgid(0, 0);
  /* From a group in the background this would stop the caller; SIGTTOU is blocked until after. */
  if (slave >= 0 && !options.in_background) tcsetpgrp(slave, getpid());
  for (int fd = 0; fd < 3; fd++) {
    int from = tools_descriptor(fd);
    if (from >= 0 && dup2(from, fd) < 0) _exit(ENDED_BADLY);
  }
  if (options.has_umask) umask(options.umask);
  if (options.processes > 0 && !limit_processes(options.processes)) fail(failure, "limit the tool's processes");
  take_limits();
  drop_capabilities();
  signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  /* Last: nothing of the above is promised under it. */
  if (!take_filter()) fail(failure, "filter the tool's system calls");
  execvp(options.argv[0], options.argv);
  fail(failure, NULL);
}

/* Starts the tool; returns 0, or the errno of an execve that failed. */
static int start_tool(void) {
  int failure[2];
  if (pipe2(failure, O_CLOEXEC) < 0) die("pipe");
  for (int fd = 1; fd < 3; fd++)
    if (has_pipe(fd) && !open_output(fd)) die("pipe");
  if (has_pipe(0) && !open_input()) die("pipe");
  tool = fork();
  if (tool < 0) die("fork");
  if (tool == 0) become_tool(failure[1]);
  setpgid(tool, tool); /* both sides do it, so that neither has to wait for the other */
  close(failure[1]);
  close_tools_ends();
  close_tools_input();
  for (int fd = 0; fd < 3; fd++)
    if (options.own[fd]) close(OWN + fd);
  struct failure told = {NULL, 0};
  while (read(failure[0], &told, sizeof told) < 0 && errno == EINTR) continue;
  close(failure[0]);
  errno = told.reason;
  if (told.what) die(told.what);
  return told.reason;
}

/* Moves what can be moved now. Returns false when the source has ended. */
static bool fill(struct relay *r, int from) {
  if (r->end == sizeof r->bytes) return true;
  ssize_t count = read(from, r->bytes + r->end, sizeof r->bytes - r->end);
  if (count > 0) r->end += (size_t)count;
  return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR));
}

static bool drain(struct relay *r, int to) {
  ssize_t count = write(to, r->bytes + r->start, r->end - r->start);
  if (count > 0) r->start += (size_t)count;
  if (r->start == r->end) r->start = r->end = 0;
  return count >= 0 || errno == EAGAIN || errno == EINTR;
}

/* The signal that this key makes of itself in the pty, which is in these modes; or 0. */
static int signal_of_key(cc_t key, const struct termios *modes) {
  static bool is_literal; /* Ctrl-V before it */
  bool was_literal = is_literal, edits = (modes->c_lflag & ICANON) && (modes->c_lflag & IEXTEN);
  is_literal = !was_literal && edits && key == modes->c_cc[VLNEXT];
  if (was_literal || !(modes->c_lflag & ISIG) || key == _POSIX_VDISABLE) return 0;
  return key == modes->c_cc[VINTR] ? SIGINT : key == modes->c_cc[VQUIT] ? SIGQUIT : 0;
}

/* Types what can be typed now. */
static bool type_keys(void) {
  size_t from = typed.start, end = typed.end;
  struct termios modes;
  bool is_tools = tcgetattr(slave, &modes) == 0 && tcgetpgrp(slave) == tool;
  if (!drain(&typed, master)) return false;
  size_t to = typed.end == 0 ? end : typed.start;
  for (; is_tools && from < to; from++) {
    int number = signal_of_key((cc_t)typed.bytes[from], &modes);
    if (number) say("typed %d\n", number);
  }
  return true;
}

static void send_signal(pid_t target, int number) {
  if (!is_over) kill(target, number);
}

/* Whether the tool has ended, also where nobody has reaped it yet: what a zombie is sent goes nowhere, without an error. */
static bool has_ended(void) {
  siginfo_t ended = {0};
  return is_over || (waitid(P_PID, (id_t)tool, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == tool);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void pass_on(pid_t target, int number) {
  if (has_ended()) return;
  passed_on++;
  stop_due_since = number == SIGTSTP && takes_by_default(tool, number) ? now() : 0;
  kill(target, number);
}

/*
 * Whether the last signal was a stop that came when the tool was on its way out: the kernel takes it from a process that
 * is in exit_group(2), and it does nothing. Its process group outside, which is being stopped, goes by that.
 */
static bool was_too_late_to_stop(void) {
  return stop_due_since > 0 && now() - stop_due_since < TOO_LATE_S;
}

static void obey(const char *line) {
  int number;
  struct winsize size = {0};
  if (sscanf(line, "signal %d", &number) == 1) {
    pass_on(tool, number);
  } else if (sscanf(line, "group %d", &number) == 1) {
    pass_on(-tool, number);
  } else if (sscanf(line, "size %hu %hu", &size.ws_row, &size.ws_col) == 2) {
    if (master >= 0) ioctl(master, TIOCSWINSZ, &size); /* the kernel sends SIGWINCH */
  } else if (strncmp(line, "modes ", 6) == 0) {
    if (slave >= 0 && read_modes(line + 6)) take_modes(slave);
  } else if (strcmp(line, "resume fore") == 0 || strcmp(line, "resume back") == 0) {
    set_ground(strcmp(line, "resume fore") == 0);
    stop_due_since = 0;
    send_signal(-tool, SIGCONT);
  } else if (sscanf(line, "broken %d", &number) == 1) {
    if (number == 1 || number == 2) break_output(number);
  }
}

/* Reads control lines and obeys them. Returns false when the launcher is gone. */
static bool listen_to_launcher(void) {
  static char line[512];
  static size_t length;
  char bytes[256];
  ssize_t count = read(control, bytes, sizeof bytes);
  if (count <= 0) return count < 0 && errno == EINTR;
  for (ssize_t i = 0; i < count; i++) {
    if (bytes[i] == '\n') {
      line[length] = '\0';
      obey(line);
      length = 0;
    } else if (length + 1 < sizeof line) {
      line[length++] = bytes[i];
    }
  }
  return true;
}

/* Takes what the tool has shown. Returns false when nothing more comes. */
static bool take_shown(void) {
  size_t before = shown.end;
  bool more = fill(&shown, master);
  shown_in_all += shown.end - before;
  return more;
}

static void show_what_is_there(void) {
  if (master < 0) return;
  struct pollfd at = {.fd = master, .events = POLLIN};
  while (shown.end < sizeof shown.bytes && poll(&at, 1, 0) > 0 && (at.revents & POLLIN))
    if (!take_shown()) break;
  if (shown.start < shown.end) drain(&shown, terminal);
}

/*
 * Asks everything in the container to go, then makes it. As PID 1, kill(-1) spares init itself and reaches
 * nothing outside the container; as any other process it would reach the whole machine.
 */
static void end_everything(bool politely) {
  if (getpid() != 1) {
    kill(-tool, SIGKILL);
    return;
  }
  if (politely) {
    kill(-1, SIGHUP);
    kill(-1, SIGCONT);
    struct timespec tick = {.tv_nsec = 10 * 1000 * 1000};
    for (int waited = 0; waited < GRACE_MS; waited += 10) {
      while (waitpid(-1, NULL, WNOHANG) > 0) continue;
      if (kill(-1, 0) < 0) return;
      nanosleep(&tick, NULL);
    }
  }
  kill(-1, SIGKILL);
  while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) continue;
}

/*
 * The tool has ended. With everything else killed the pipes end, and the pty ends with EIO after its last
 * byte. Until then init holds the slave itself: a tool may close its terminal and open /dev/tty later.
 */
static void finish(int status) {
  wait_status = status;
  is_over = true;
  end_everything(false);
  say("heard %llu\n", was_too_late_to_stop() ? passed_on - 1 : passed_on);
  if (WIFSIGNALED(status)) say("signaled %d\n", WTERMSIG(status));
  else say("exited %d\n", WEXITSTATUS(status));
  if (slave >= 0) close(slave);
  slave = -1;
}

/* Collects every child that changed, and whatever was orphaned. */
static void reap(void) {
  int changed;
  for (pid_t pid; (pid = waitpid(-1, &changed, WNOHANG | WUNTRACED)) > 0;) {
    if (pid != tool || is_over) continue;
    if (WIFSTOPPED(changed)) {
      stop_due_since = 0;
      show_what_is_there();
      say("stopped %d %llu\n", WSTOPSIG(changed), shown_in_all);
    } else {
      finish(changed);
    }
  }
}

/*
 * The launcher's terminal has hung up, and so does the tool's: reading finds its end, writing fails. The kernel
 * tells the session's leader of it, which is init; whom it told outside is the launcher's to say.
 */
static void hang_up(void) {
  close(master);
  master = -1;
  typed.start = typed.end = shown.start = shown.end = 0;
}

static bool tells_of_hang_up(const struct signalfd_siginfo *signal) {
  return signal->ssi_code == SI_KERNEL && (signal->ssi_signo == SIGHUP || signal->ssi_signo == SIGCONT);
}

/* Takes one signal of those that wait: SIGCHLD is for init, any other for the tool. */
static void take_signal(int signals) {
  struct signalfd_siginfo arrived;
  if (read(signals, &arrived, sizeof arrived) != sizeof arrived) return;
  if (arrived.ssi_signo == SIGCHLD)
    reap();
  else if (!tells_of_hang_up(&arrived))
    send_signal(tool, (int)arrived.ssi_signo);
}

static void tell_of_closed_outputs(void) {
  for (int fd = 1; fd < 3; fd++)
    if (has_total(fd)) say("closed %d %llu\n", fd, take_total(fd));
}

/* Runs until the tool has ended and all that it wrote is on its way. */
static void attend(int signals) {
  enum { SIGNALS, LAUNCHER, KEYBOARD, PTY_IN, PTY_OUT, SCREEN, OUTPUTS, INPUT = OUTPUTS + 2 };
  bool keyboard = terminal >= 0, screen = master >= 0;
  while (!is_over || screen || shown.start < shown.end || is_output_open(1) || is_output_open(2)) {
    struct pollfd at[INPUT + INPUT_POLLS] = {
        [SIGNALS] = {.fd = signals, .events = POLLIN},
        [LAUNCHER] = {.fd = control, .events = POLLIN},
        [KEYBOARD] = {.fd = keyboard && typed.end < sizeof typed.bytes ? terminal : -1, .events = POLLIN},
        [PTY_IN] = {.fd = screen && typed.start < typed.end ? master : -1, .events = POLLOUT},
        [PTY_OUT] = {.fd = screen && shown.end < sizeof shown.bytes ? master : -1, .events = POLLIN},
        [SCREEN] = {.fd = shown.start < shown.end ? terminal : -1, .events = POLLOUT},
        [OUTPUTS] = next_of_output(1),
        next_of_output(2),
    };
    poll_input(&at[INPUT]);
    if (poll(at, sizeof at / sizeof *at, -1) < 0 && errno != EINTR) die("poll");
    /* What was said before a key was typed holds for that key: here while poll went from one to the other. */
    if (at[KEYBOARD].revents) poll(&at[LAUNCHER], 1, 0);
    if (at[LAUNCHER].revents && !listen_to_launcher()) {
      end_everything(true);
      exit(128 + SIGHUP);
    }
    if (at[SIGNALS].revents) take_signal(signals);
    if (at[KEYBOARD].revents && !fill(&typed, terminal)) {
      keyboard = false;
      if (!is_over) {
        hang_up();
        screen = false;
        continue;
      }
    }
    if (at[PTY_IN].revents && !type_keys()) typed.start = typed.end = 0;
    if (at[PTY_OUT].revents && !take_shown()) screen = false;
    if (at[SCREEN].revents && !drain(&shown, terminal)) shown.start = shown.end = 0;
    for (int fd = 1; fd < 3; fd++)
      if (at[OUTPUTS + fd - 1].revents) attend_output(fd);
    tell_of_closed_outputs();
    if (!attend_input(&at[INPUT])) say("closed 0\n");
  }
}

/*
 * Stays until the launcher has read to the end and closed its own. Were this end closed first, a write of the
 * launcher's would fail with EPIPE, and Node then throws away what it has not read yet: init's last word.
 */
static void take_leave(void) {
  if (control < 0) return;
  shutdown(control, SHUT_WR);
  char rest[256];
  for (ssize_t count = 1; count > 0 || (count < 0 && errno == EINTR);) count = read(control, rest, sizeof rest);
}

int main(int argc, char **argv) {
  read_options(argc, argv);
  int signals = start_clean();
  open_streams();
  if (options.outputs_joined) dup2(1, 2); /* for what init says itself */
  if (options.link && (control = connect_to(options.link, "control\n")) < 0) die("reach the launcher");
  if (options.has_terminal) {
    if (!options.link) errno = EINVAL;
    if (!options.link || (terminal = connect_to(options.link, "terminal\n")) < 0) die("reach the launcher's terminal");
    fcntl(terminal, F_SETFL, O_NONBLOCK);
    open_terminal(&options.size);
  }

  int reason = start_tool();
  if (reason != 0) {
    bool present = is_present(options.argv[0], reason);
    say("failed %d %s\n", reason, present ? "present" : "missing");
    take_leave();
    return present ? NOT_EXECUTABLE : NOT_FOUND;
  }
  say("started\n");

  attend(signals);
  say("done\n");
  take_leave();
  return WIFSIGNALED(wait_status) ? 128 + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}
