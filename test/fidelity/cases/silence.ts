import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

/** Tools that say nothing on stderr, and tools that do. What is on stdout may be a matter of their version. */
const LINES: readonly string[] = [
  `tool python3 -c pass`,
  `tool python3 -c 'import sys, warnings; print(1); warnings.warn("old"); sys.exit("last words")'`,
  `tool node -p 1`,
  `tool node -e 'console.log(1); console.error("an error"); process.exit(3)'`,
  `tool git --version`,
  `tool git -C / status --no-such-option`,
  `tool less --version`,
  `tool vim.tiny --version`,
  `tool bash -c 'echo 1; no-such-command'`,
  `tool bash -l -c true`,
  `tool cat no-such-file`,
  `tool sh -c 'echo $(( 1 / 0 ))'`,
];

/** Those of them that look at where they run. */
const SHORT: readonly string[] = [
  `tool python3 -c 'print(1)'`,
  `tool node -p 1`,
  `tool git --version`,
  `tool less --version`,
  `tool bash -c 'echo 1'`,
];

/** What somebody may type before. */
const UNUSUAL: readonly (readonly [string, string])[] = [
  ['without LANG', 'env -u LANG'],
  ['with LANG=C', 'env LANG=C'],
  ['without HOME', 'env -u HOME XDG_DATA_HOME=$PWD/data'],
  ['without TERM', 'env -u TERM'],
  ['with a TERM that nobody knows', 'env TERM=no-such-terminal'],
  ['with umask 777', 'umask 777;'],
  ['in a deep directory', `deep=$(printf 'directory-%s/' {1..60}); mkdir -p $deep; cd $deep;`],
];

/** Status and stderr of each line. */
async function saidBy(stage: Stage, lines: readonly string[], before = ''): Promise<object> {
  const said = lines.map(async (line) => {
    // To bash a socket as stdin is `rshd`, and it reads the host's .bashrc.
    const { end, err } = await stage.sh(`${before} ${line} </dev/null`);
    return { line, end, err };
  });
  return Promise.all(said);
}

export const silence: readonly Case[] = [
  {
    row: 39,
    part: 'python3, node, git, less, vim, bash, sh and cat, with stderr in a pipe',
    streams: 'pipes',
    observe: (stage) => saidBy(stage, LINES),
  },
  {
    row: 39,
    part: 'the same with stderr on a terminal',
    streams: 'terminal',
    async observe(stage) {
      const said = LINES.map(async (line) => {
        // The shell stays until all was read: what a terminal shows last may be lost with its last process.
        await using at = stage.terminal(`${line} >out-$$; printf '%s' "<$?>"; read -r`);
        await at.expect(/<\d+>/);
        return { line, shown: at.raw };
      });
      return Promise.all(said);
    },
  },
  ...UNUSUAL.map(([words, before]): Case => ({
    row: 39,
    part: words,
    streams: 'pipes',
    observe: (stage) => saidBy(stage, SHORT, before),
  })),
  {
    row: 39,
    part: 'with a locale that nobody has',
    streams: 'pipes',
    // bash does say something natively, and nothing where the locale was replaced by one that is there (row 35).
    observe: (stage) => saidBy(stage, SHORT.slice(0, -1), 'env LC_ALL=xx_XX.UTF-8'),
  },
  {
    row: 39,
    part: 'what git says where there is no repository',
    streams: 'pipes',
    observe: (stage) => saidBy(stage, ['tool git status']),
  },
];
