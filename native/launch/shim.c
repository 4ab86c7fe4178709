#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#include "room.h"
#include "stock.h"

extern char **environ;

static const char LINK[] = ".tackle/launch";

/* How the second line of a shim begins that is a program of a shell. */
static const char MARK[] = "# A shim of Tackle for ";

/* Far more than commands run themselves inside each other. */
enum { MOST_TIMES = 100 };

/* Links are followed one by one: somebody may have made one to a shim. */
enum { MOST_LINKS = 8 };

/* Whether the path leads to a shim; `path` is then that of the shim itself. */
static bool leads_to_shim(char path[PATH_MAX]) {
  char target[PATH_MAX];
  for (int links = 0; links < MOST_LINKS; links++) {
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0) return false;
    target[length] = '\0';
    if (strcmp(target, LINK) == 0) return true;
    char *slash = strrchr(path, '/');
    size_t directory = target[0] == '/' || slash == NULL ? 0 : (size_t)(slash - path) + 1;
    if (directory + (size_t)length >= PATH_MAX) return false;
    strcpy(path + directory, target);
  }
  return false;
}

static bool take_path(const char *path, struct shim *shim) {
  char whole[PATH_MAX];
  if (strlen(path) >= sizeof whole || strchr(path, '/') == NULL) return false;
  strcpy(whole, path);
  if (!leads_to_shim(whole)) return false;
  char *slash = strrchr(whole, '/');
  if (slash == NULL || strlen(slash + 1) >= sizeof shim->command) return false;
  strcpy(shim->command, slash + 1);
  *slash = '\0';
  strcpy(shim->directory, slash == whole ? "/" : whole);
  return true;
}

/* The candidates for a bare name, as execvp(3) goes through them. Returns false when there are no more. */
static bool next_candidate(const char **path, const char *name, char candidate[PATH_MAX]) {
  if (*path == NULL) return false;
  size_t length = strcspn(*path, ":");
  /* An empty entry is the working directory. */
  int needed = snprintf(candidate, PATH_MAX, "%.*s/%s", length ? (int)length : 1, length ? *path : ".", name);
  if (needed < 0 || needed >= PATH_MAX) candidate[0] = '\0';
  *path = (*path)[length] == ':' ? *path + length + 1 : NULL;
  return true;
}

bool find_shim(const char *argv0, struct shim *shim) {
  /* What was given to execve(2); after `#!/path/of/shim` that is the script, and argv[0] the shim. */
  const char *executed = (const char *)(uintptr_t)getauxval(AT_EXECFN);
  if (executed != NULL && take_path(executed, shim)) return true;
  if (argv0 == NULL) return false;
  if (strchr(argv0, '/')) return take_path(argv0, shim);
  char candidate[PATH_MAX];
  for (const char *path = getenv("PATH"); next_candidate(&path, argv0, candidate);)
    if (take_path(candidate, shim)) return true;
  return false;
}

char *tackles(const struct shim *shim, const char *name) {
  return joined(shim->directory, "/.tackle/", name, NULL);
}

bool is_tackle_itself(const struct shim *shim, char *const *argv) {
  if (strcmp(shim->command, "node") != 0 || argv[0] == NULL || argv[1] == NULL) return false;
  struct stat script, own;
  const char *program = tackles(shim, "tackle");
  size_t length = strlen(argv[1]);
  if (length > 11 && strcmp(argv[1] + length - 11, "/bin/tackle") == 0) return true;
  if (length > 12 && strcmp(argv[1] + length - 12, "/.bin/tackle") == 0) return true;
  return program != NULL && stat(argv[1], &script) == 0 && stat(program, &own) == 0 && script.st_dev == own.st_dev &&
         script.st_ino == own.st_ino;
}

static bool is_program(const char *path) {
  struct stat status;
  return *path && stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* Whether it is a shim of Tackle's, of either kind. */
static bool is_ours(const char *path) {
  char whole[PATH_MAX];
  strcpy(whole, path);
  if (leads_to_shim(whole)) return true;
  char text[256];
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
  if (fd >= 0) close(fd);
  if (length <= 0) return false;
  text[length] = '\0';
  const char *line = strchr(text, '\n');
  return line != NULL && strncmp(line + 1, MARK, sizeof MARK - 1) == 0;
}

/*
 * Another manager's shim may look on PATH itself, and find this one again: in the same process what was tried is then passed
 * over, and in ever new ones there is an end. The note of it: `PID COMMAND TIMES FILE FILE …`, with a blank at the end.
 */
struct note {
  int times;
  const char *tried; /* ` FILE FILE … ` */
};

static struct note read_note(const char *command) {
  struct note note = {0, " "};
  const char *said = getenv("TACKLE_SHIM_PASSED");
  char head[NAME_MAX + 3];
  snprintf(head, sizeof head, " %s ", command);
  const char *at = said ? strstr(said, head) : NULL;
  if (at == NULL) return note;
  char *rest;
  long times = strtol(at + strlen(head), &rest, 10);
  note.times = times < 0 || times > MOST_TIMES ? 0 : (int)times;
  if (strtol(said, NULL, 10) == (long)getpid() && *rest == ' ') note.tried = rest;
  return note;
}

static bool was_tried(const struct note *note, const char *file) {
  const char *word = joined(" ", file, " ", NULL);
  return word != NULL && strstr(note->tried, word) != NULL;
}

/* A file that is neither a program nor begins with `#!` is one of the shell's, to whoever looks it up on PATH. */
static void execute(const char *file, char *const *argv) {
  execve(file, argv, environ);
  if (errno != ENOEXEC) return;
  size_t count = 0;
  while (argv[count]) count++;
  char **words = take_room((count + 2) * sizeof *words);
  if (words == NULL) return;
  words[0] = "/bin/sh";
  memcpy(words + 1, argv, (count + 1) * sizeof *words);
  execve(words[0], words, environ);
}

int become_next(const struct shim *shim, char *const *argv) {
  struct note note = read_note(shim->command);
  if (note.times >= MOST_TIMES) return ELOOP;
  char candidate[PATH_MAX], head[NAME_MAX + 48];
  for (const char *path = getenv("PATH"); next_candidate(&path, shim->command, candidate);) {
    if (!is_program(candidate) || is_ours(candidate) || was_tried(&note, candidate)) continue;
    snprintf(head, sizeof head, "%ld %s %d", (long)getpid(), shim->command, note.times + 1);
    const char *value = joined(head, note.tried, candidate, " ", NULL);
    if (value == NULL || setenv("TACKLE_SHIM_PASSED", value, 1) < 0) return ENOMEM;
    /* Many find what belongs to them by where they lie. */
    char **words = (char **)(uintptr_t)argv;
    words[0] = joined(candidate, NULL);
    put_back();
    execute(candidate, words);
    return errno;
  }
  return 0;
}
