import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

/**
 * Lines in which a tool calls its own name, and what it calls has a sign of its own. The version of a program is
 * none: the same release may have an update on one side.
 */
const CALLS_ITSELF: readonly string[] = [
  `python3 -c 'import subprocess, sys; sys.exit(subprocess.call(["python3", "-c", "print(6 * 7); exit(4)"]))'`,
  `python3 -c 'import os; os.execlp("env", "env", "python3", "-c", "import sys; print(sys.executable)")'`,
  `node -e 'require("child_process").spawnSync("node", ["-p", "6 * 7"], { stdio: "inherit" })'`,
  `bash -c 'bash -c "bash -c \\"echo three deep\\""'`,
  `sh -c 'exec sh -c "exec sh -c \\"echo three deep\\""'`,
  `git -c a.key=found -c alias.again='!git config a.key' again`,
  `git -c a.key=found -c alias.more='!git config a.key' -c alias.again='!git more' again`,
  `env env env echo env`,
  `bash -c 'command -v bash python3 git'`,
];

/**
 * Puts programs of those names in front on PATH, in the project, that run `tool`. Not `node`, which `tool` itself
 * may need.
 */
function inFront(stage: Stage): string {
  for (const name of ['python3', 'bash', 'sh', 'git', 'env']) {
    stage.write(`shims/${name}`, `#!/bin/dash\nexec tool ${name} "$@"\n`, 0o755);
  }
  return 'PATH="$PWD/shims:$PATH"';
}

export const ownName: readonly Case[] = [
  {
    row: 38,
    part: 'python3, node, bash, sh, git and env that call themselves by name',
    streams: 'pipes',
    observe: (stage) => Promise.all(CALLS_ITSELF.map((line) => stage.sh(`tool ${line}`))),
  },
  {
    row: 38,
    part: 'they do not come back to the launcher, though it is what PATH finds for their names outside',
    streams: 'pipes',
    observe(stage) {
      const path = inFront(stage);
      const lines = CALLS_ITSELF.filter((line) => !line.startsWith('node'));
      return Promise.all(lines.map((line) => stage.sh(`${path}; ${line}`)));
    },
  },
];
