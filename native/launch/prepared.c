#define _GNU_SOURCE
#include "prepared.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guards.h"
#include "room.h"

/* Raised with every change of the format, here and in src/prepared/print-prepared.ts. */
#define FORMAT "3"

static char path[PATH_MAX];

/* FNV-1a, 64 bits. What a file is for stands in it as well: two of one name do no harm. */
static uint64_t hash_of(uint64_t hash, const char *word) {
  do hash = (hash ^ (uint8_t)*word) * UINT64_C(0x100000001b3);
  while (*word++);
  return hash;
}

/* Those variables tell launches apart that go on side by side: one in tmux, and one outside. */
static bool find_path(const char *command, const char *project) {
  const char *const key[] = {project, command, variable("TERM"), variable("LANG")};
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < sizeof key / sizeof *key; i++) hash = hash_of(hash, key[i]);
  const char *said = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
  bool is_said = said != NULL && *said == '/';
  if (!is_said && (home == NULL || *home != '/')) return false;
  int length = snprintf(path, sizeof path, "%s%s/tackle/prepared/%016llx", is_said ? said : home,
                        is_said ? "" : "/.cache", (unsigned long long)hash);
  return length > 0 && length < PATH_MAX;
}

/* The file's bytes. Whoever else may write it could have any program run. */
static char *read_file(size_t *size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  if (fd < 0) return NULL;
  struct stat status;
  char *bytes = NULL;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() && !(status.st_mode & 022)) {
    *size = (size_t)status.st_size;
    bytes = take_room(*size);
  }
  if (bytes != NULL && read(fd, bytes, *size) != (ssize_t)*size) bytes = NULL;
  close(fd);
  return bytes;
}

/* What is left to read. */
struct reader {
  char *at, *end;
};

static char *next_word(struct reader *from) {
  char *word = from->at;
  char *nul = word == from->end ? NULL : memchr(word, '\0', (size_t)(from->end - word));
  if (nul == NULL) return NULL;
  from->at = nul + 1;
  return word;
}

static bool next_words(struct reader *from, struct words *words) {
  char *digits = next_word(from), *rest;
  if (digits == NULL || *digits < '0' || *digits > '9') return false;
  errno = 0;
  size_t count = strtoul(digits, &rest, 10);
  if (errno != 0 || *rest != '\0' || count > (size_t)(from->end - from->at)) return false;
  *words = (struct words){.at = take_room((count + 1) * sizeof *words->at), .count = count};
  if (words->at == NULL) return false;
  for (size_t i = 0; i < count; i++)
    if ((words->at[i] = next_word(from)) == NULL) return false;
  words->at[count] = NULL;
  return true;
}

static struct words *record(struct prepared *prepared, const char *name) {
  const struct {
    const char *name;
    struct words *words;
  } records[] = {
      {"files", &prepared->guards[FILES]},
      {"directories", &prepared->guards[DIRECTORIES]},
      {"nothing", &prepared->guards[NOTHING]},
      {"hidden", &prepared->guards[HIDDEN]},
      {"variables", &prepared->guards[VARIABLES]},
      {"unset", &prepared->guards[UNSET]},
      {"all-of", &prepared->guards[ALL_OF]},
      {"caller", &prepared->guards[CALLER]},
      {"project", &prepared->project},
      {"start", &prepared->start},
      {"shown", &prepared->shown},
      {"own", &prepared->own},
      {"trees", &prepared->trees},
      {"pass", &prepared->pass},
      {"pass-prefixes", &prepared->pass_prefixes},
      {"never", &prepared->never},
      {"never-prefixes", &prepared->never_prefixes},
      {"weak", &prepared->weak},
      {"set", &prepared->set},
      {"exec", &prepared->exec},
      {"init", &prepared->init},
      {"program", &prepared->program},
      {"hold", &prepared->hold},
      {"agent", &prepared->agent},
      {"removed", &prepared->removed},
      {"limits", &prepared->limits},
  };
  for (size_t i = 0; i < sizeof records / sizeof *records; i++)
    if (strcmp(name, records[i].name) == 0) return records[i].words;
  return NULL;
}

/* None twice, and none that is not known. */
static bool read_records(struct reader *from, struct prepared *prepared) {
  for (char *name; from->at < from->end;) {
    struct words *words = (name = next_word(from)) ? record(prepared, name) : NULL;
    if (words == NULL || words->at != NULL || !next_words(from, words)) return false;
  }
  return prepared->guards[CALLER].count == 1;
}

static bool is_pairs(const struct words *words) {
  return words->at != NULL && words->count % 2 == 0;
}

static bool has_carrier(const struct prepared *p) {
  if (strcmp(p->way, "sandbox") == 0) return p->program.count > 0 && p->hold.count == 2;
  return strcmp(p->way, "agent") == 0 && p->agent.count == 2 && p->removed.at && is_pairs(&p->limits);
}

static bool is_complete(const struct prepared *p) {
  if (strcmp(p->way, "slow") == 0) return true;
  return has_carrier(p) && is_pairs(&p->project) && p->start.at && p->start.count <= 1 && is_pairs(&p->shown) &&
         p->own.at && p->trees.at && p->pass.at && p->pass_prefixes.at && p->never.at && p->never_prefixes.at &&
         p->weak.at && p->set.at && p->init.at && p->exec.count > 0;
}

/* `tackle-prepared`, the format, the way, then what it is for. */
static bool read_head(struct reader *from, const char *command, const char *project, struct prepared *prepared) {
  const char *const head[] = {"tackle-prepared", FORMAT, NULL, project, command, variable("TERM"), variable("LANG")};
  for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
    const char *word = next_word(from);
    if (word == NULL || (head[i] != NULL && strcmp(word, head[i]) != 0)) return false;
    if (head[i] == NULL) prepared->way = word;
  }
  return true;
}

bool can_be_kept(void) {
  if (*path != '/') return false;
  char nearest[PATH_MAX];
  strcpy(nearest, path);
  do *strrchr(nearest, '/') = '\0';
  while (*nearest != '\0' && access(nearest, F_OK) < 0);
  return access(*nearest == '\0' ? "/" : nearest, W_OK | X_OK) == 0;
}

bool find_prepared(const char *command, const char *project, struct prepared *prepared) {
  *prepared = (struct prepared){.way = NULL};
  size_t size;
  if (!find_path(command, project)) path[0] = '\0';
  char *bytes = read_file(&size);
  if (bytes == NULL) return false;
  struct reader reader = {bytes, bytes + size};
  return read_head(&reader, command, project, prepared) && read_records(&reader, prepared) && is_complete(prepared) &&
         do_hold(prepared->guards);
}

void forget_prepared(void) {
  unlink(path);
}
