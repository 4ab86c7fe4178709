import type { Case } from '../case.ts';
import type { Stage } from '../stage.ts';

/** In the shell's words. */
const ODD = [
  ...[`''`, `' '`, `'a  b'`, `$'\\n'`, `$'a\\nb\\n'`, `$'\\t\\r'`, `$'\\x01\\x1b\\x7f'`],
  ...[
    `'"'`,
    `"'"`,
    `'""'`,
    `'\\'`,
    `'\\\\'`,
    `'\\n'`,
    `'$(id)'`,
    "'`id`'",
    `'$HOME'`,
    `'\${HOME}'`,
  ],
  ...[`'*'`, `'?'`, `'[a-z]*'`, `'~'`, `'{a,b}'`, `'!!'`, `'#'`, `'a=b'`, `'%s'`, `'%'`],
  ...[`';'`, `'&'`, `'|'`, `'>file'`, `'<'`, `'('`, `'&&'`],
  ...[`'é'`, `'e\u0301'`, `'日本'`, `'😀'`, `'\uFEFFx'`, `'\u202Ex'`],
];

export const programArguments: readonly Case[] = [
  {
    row: 12,
    part: 'empty ones, blanks, newlines, quotes, $(id), globs, any Unicode',
    streams: 'pipes',
    observe: (stage) => words(stage, ODD.join(' ')),
  },
  {
    row: 12,
    part: 'the same words on a terminal',
    streams: 'terminal',
    observe: (stage) => stage.onTerminal(`${WORDS} ${ODD.join(' ')}`),
  },
  {
    row: 12,
    part: 'none, and a single empty one, are two things',
    streams: 'pipes',
    observe: (stage) => stage.sh(`tool bash -c 'echo $#' bash; tool bash -c 'echo $#' bash ''`),
  },
  {
    row: 12,
    part: 'options are the tool’s own, also ours: -h, --version, --engine, --',
    streams: 'pipes',
    observe: (stage) =>
      words(stage, '-h --help --version -q --verbose --engine docker -it --rm -- --link -- -'),
  },
  {
    row: 12,
    part: 'an option comes first: tool cat --version',
    streams: 'pipes',
    observe: (stage) =>
      stage.sh(
        'tool cat --version | head -n 1; tool cat -h; tool cat -- --help; tool env -- cat --help',
      ),
  },
  {
    row: 12,
    part: 'bytes that are no UTF-8',
    streams: 'pipes',
    observe: (stage) =>
      words(stage, `$'\\xff' $'caf\\xe9' $'\\xf0\\x9f' $'\\xed\\xa0\\x80' $'a\\xc0\\xafb'`),
  },
  {
    row: 12,
    part: 'a file whose name is no UTF-8',
    streams: 'pipes',
    observe: (stage) => stage.sh(`name=$'caf\\xe9'; echo black >"$name"; tool cat "$name"`),
  },
  {
    row: 12,
    part: 'the longest argument that Linux takes, of 131071 bytes',
    streams: 'pipes',
    observe: (stage) => digest(stage, 'printf -v word "%0131071d" 7', '"$word" end'),
  },
  {
    row: 12,
    part: 'a list as long as Linux takes, of long arguments',
    streams: 'pipes',
    observe: (stage) =>
      digest(
        stage,
        'for n in {1..15}; do printf -v words[n] "%0131071d" "$n"; done',
        '"${words[@]}"',
      ),
  },
  {
    row: 12,
    part: 'a list as long as Linux takes, of short arguments',
    streams: 'pipes',
    observe: (stage) => digest(stage, ':', '$(seq 1 140000)'),
  },
  {
    row: 12,
    part: 'a list that is too long is the shell’s to refuse, with 126',
    streams: 'pipes',
    async observe(stage) {
      const { end, out } = await stage.sh('tool true $(seq 1 200000); echo "$?"');
      return { end, out };
    },
  },
];

/** Shows the words it was called with, byte for byte. */
const WORDS = `tool python3 -c 'print(open("/proc/self/cmdline", "rb").read())'`;

function words(stage: Stage, list: string): Promise<object> {
  return stage.sh(`${WORDS} ${list}`);
}

/** For words that are too long to be shown. */
function digest(stage: Stage, prepare: string, list: string): Promise<object> {
  const tool = `import hashlib
words = open("/proc/self/cmdline", "rb").read()
print(len(words), words.count(0), hashlib.sha256(words).hexdigest())`;
  return stage.sh(`${prepare}; tool python3 -c '${tool}' ${list}`);
}
