/*
 * launch: what a shim is, and what `tackle COMMAND …`, `tackle x TOOLBOX …` and `tackle shell TOOLBOX …` are at first (bin/tackle).
 * It stands for a command of the project at hand, or for such a toolbox:
 *   - where what `tackle +prepare` has written down for it still holds, it has init run the tool: without Node,
 *     and without asking a daemon,
 *   - where that takes Node, it has the command prepared first, or becomes `tackle run COMMAND …`, which can do everything,
 *   - where no config that counts here names the command, a shim becomes the next program of that name on PATH.
 *
 * Protocol, warm containers and what is prepared: docs/decisions/0025-fast-path.md.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent.h"
#include "arguments.h"
#include "complain.h"
#include "ending.h"
#include "environment.h"
#include "guards.h"
#include "hold.h"
#include "node.h"
#include "paths.h"
#include "prepared.h"
#include "project.h"
#include "room.h"
#include "sandbox.h"
#include "session.h"
#include "shim.h"
#include "stock.h"
#include "typed.h"

static struct here here;
static char project[PATH_MAX];  /* what it is prepared for: the directory of the nearest config, or, without one, this one */
static bool is_without_project; /* no config counts here but the user's own */

/*
 * Where the tool starts, and what its PWD says. That is its caller's directory, which has to be one that the tool sees by both its names
 * (without a project it was prepared for those), or the one that stands in its place. False where that takes Node.
 */
static bool find_start(const struct prepared *prepared, const char **cwd, const char **pwd) {
  if (prepared->start.count == 1) {
    *cwd = *pwd = prepared->start.at[0];
    return true;
  }
  bool is_there = false, has_name = false;
  for (size_t i = 0; i + 1 < prepared->project.count; i += 2) {
    is_there = is_there || lies_in(here.physical, prepared->project.at[i]);
    has_name = has_name || lies_in(here.logical, prepared->project.at[i]);
  }
  *cwd = here.physical;
  *pwd = has_name ? here.logical : here.physical;
  return is_there && (has_name || is_without_project);
}

static char **words_of(const struct prepared *prepared, char *const *arguments) {
  size_t more = 0;
  while (arguments[more]) more++;
  char **words = take_room((prepared->exec.count + more + 1) * sizeof *words);
  if (words == NULL) return NULL;
  memcpy(words, prepared->exec.at, prepared->exec.count * sizeof *words);
  memcpy(words + prepared->exec.count, arguments, (more + 1) * sizeof *words);
  return words;
}

/* What came of an attempt to run the tool. It ends with the tool where that was run. */
enum attempt {
  GONE,     /* what is prepared is not there any more */
  UNSUITED, /* this launch takes Node */
};

static enum attempt end_unless_not_run(struct ending ending) {
  switch (ending.kind) {
    case NOT_STARTED:
      return ending.number == 0 ? GONE : UNSUITED;
    /* Node says so in the words of the toolbox. */
    case TOOL_NOT_FOUND:
    case TOOL_NOT_EXECUTABLE:
      return UNSUITED;
    case LOST:
      /* As everything died that was in there. */
      if (!find_listener()) end_as((struct ending){SIGNALED, SIGKILL});
      complain(TACKLE_FAILED, "run it again; if it happens again, see what the engine says (`docker events`)",
               "the tool was lost: its container or sandbox ended before it did %s", words_of_init());
    default:
      end_as(ending);
  }
}

static enum attempt run_in_sandbox(const struct prepared *prepared, const struct tool *tool) {
  hold_image(&prepared->hold);
  int control;
  pid_t sandbox = start_sandbox(&prepared->program, &control);
  struct ending ending = {NOT_STARTED, 0};
  if (sandbox > 0) {
    ending = run_session(control, tool);
    /* It has ended by itself, unless something went wrong. */
    if (ending.kind != EXITED && ending.kind != SIGNALED) kill(sandbox, SIGKILL);
    while (waitpid(sandbox, NULL, 0) < 0 && errno == EINTR) continue;
  }
  release_image();
  return end_unless_not_run(ending);
}

static enum attempt run_by_agent(const struct prepared *prepared, const struct tool *tool) {
  if (!is_within(&prepared->limits)) return UNSUITED;
  int control = reach_agent(&prepared->agent);
  return control < 0 ? GONE : end_unless_not_run(run_session(control, tool));
}

/* By what is prepared, in the way that it is prepared for. */
static enum attempt run_tool(const struct prepared *prepared, char *const *arguments) {
  const struct sight sight = {&prepared->shown, &prepared->own, &prepared->trees, prepared->start.count == 0};
  bool is_slow = strcmp(prepared->way, "slow") == 0, is_agents = strcmp(prepared->way, "agent") == 0;
  if (is_slow || !stock.is_whole || !are_seen(arguments, &here, &sight)) return UNSUITED;
  const char *cwd, *pwd;
  if (!find_start(prepared, &cwd, &pwd)) return UNSUITED;
  const struct tool tool = {
      .argv = words_of(prepared, arguments),
      .env = tools_environment(prepared, pwd),
      .cwd = cwd,
      .options = prepared->init.at,
      .inherits = !is_agents,
  };
  if (tool.argv == NULL || tool.env == NULL) return UNSUITED;
  return is_agents ? run_by_agent(prepared, &tool) : run_in_sandbox(prepared, &tool);
}

/* How often it is prepared at most: a container may be going away that was waited for. */
enum { MOST_ATTEMPTS = 3 };

/* Runs the command here by what is prepared for it, or is now; returns where that takes Node. */
static void run_prepared(const struct tackle *tackle, char *const *arguments) {
  struct prepared prepared;
  bool is_there = find_prepared(tackle->command, project, &prepared);
  for (int attempts = 0; attempts < MOST_ATTEMPTS; attempts++) {
    if (!is_there && (!can_be_kept() || prepare(tackle, project, is_without_project) == TAKES_NODE)) return;
    if (!is_there && !find_prepared(tackle->command, project, &prepared)) return;
    if (run_tool(&prepared, arguments) == UNSUITED) return;
    forget_prepared();
    is_there = false;
  }
}

/* Whether a config that counts here names the command. */
static bool is_of_project(const char *command) {
  /* One that was removed is in no project. */
  bool is_somewhere = find_here(&here);
  if (is_somewhere) find_project(here.logical, project);
  return is_named(command, project);
}

/*
 * Finds out what it would be prepared for. False where what was typed takes Node there. Without a project by a config, other files may
 * say what the command is.
 */
static bool find_place(const struct typed *typed) {
  if (typed->meaning == NOWHERE || !find_here(&here)) return false;
  find_project(here.logical, project);
  if (*project != '\0') return typed->meaning != NAMED || is_named(typed->command, project);
  is_without_project = true;
  strcpy(project, here.logical);
  return typed->meaning != IN_PROJECT;
}

/* Runs what is prepared for `project`; returns where that takes Node. */
static void run_here(const struct tackle *tackle, char *const *arguments) {
  /* Who wants to know how it goes is told by Node. */
  const char *log = variable("TACKLE_LOG");
  bool is_logged = *log != '\0' && strcmp(log, "0") != 0;
  if (*project != '\0' && !is_logged) run_prepared(tackle, arguments);
}

static _Noreturn void leave_it_to_next(const struct shim *shim, char *const *argv) {
  int reason = become_next(shim, argv);
  const char *command = shim->command;
  if (reason == ELOOP) {
    const char *hint = joined("see them with `type -a ", command, "`, and take the shim away with `tackle shims remove ",
                              command, "`", NULL);
    complain(TACKLE_FAILED, hint ? hint : "", "`%s` on PATH leads back to its shim again and again", command);
  }
  if (reason != 0)
    complain(126, "see which it is with `type -a`", "the next `%s` on PATH cannot be executed: %s", command,
             strerror(reason));
  complain(NOT_FOUND, "`tackle list` lists the commands of the project at hand",
           "there is no command `%s` here: no config names it, and no other one is on PATH", command);
}

/* Every program that is started leaves room for these few words. */
static const char *text_of(const char *text) {
  return text ? text : "";
}

static _Noreturn void be_shim(const struct shim *shim, char **argv) {
  const struct tackle tackle = {
      .node = text_of(tackles(shim, "node")),
      .program = text_of(tackles(shim, "tackle")),
      .command = shim->command,
      .mending = text_of(joined("write it anew with `tackle shims install ", shim->command, "`", NULL)),
  };
  if (is_tackle_itself(shim, argv)) {
    put_back();
    execv(tackle.node, argv);
    complain_of_absence(&tackle);
  }
  if (!is_of_project(shim->command)) leave_it_to_next(shim, argv);
  run_here(&tackle, argv + 1);
  const char *const words[] = {"run", "--", shim->command, NULL};
  become_tackle(&tackle, words, argv + 1);
}

static _Noreturn void be_tackle(const struct typed *typed) {
  const struct tackle tackle = {
      .node = "node",
      .program = typed->program,
      .command = typed->command ? typed->command : "tackle",
  };
  if (find_place(typed)) run_here(&tackle, typed->arguments);
  static const char *const none[] = {NULL};
  become_tackle(&tackle, none, typed->words);
}

int main(int argc, char **argv) {
  take_stock();
  /* Whoever ignores it never hears that a child has ended, and whoever started this process may. */
  signal(SIGCHLD, SIG_DFL);
  struct shim shim;
  struct typed typed;
  if (argc > 0 && find_shim(argv[0], &shim)) be_shim(&shim, argv);
  if (argc > 0 && find_typed(argv, &typed)) be_tackle(&typed);
  complain(TACKLE_FAILED, "`tackle shims install COMMAND` makes one", "this program is for shims, and was not started by one");
}
