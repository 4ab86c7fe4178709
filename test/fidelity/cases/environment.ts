import type { Case } from '../case.ts';
import { kitConfig } from '../paths/tackle.ts';

/** The variables named in its arguments, as bytes. */
const SHOW = String.raw`
import hashlib, os, sys
for name in sys.argv[1:]:
    value = os.environb.get(os.fsencode(name))
    long = value is not None and len(value) > 1000
    print(name, (len(value), hashlib.sha256(value).hexdigest()) if long else value)
`;

const ODD: Readonly<Record<string, string>> = {
  EMPTY: '',
  BLANKS: ' \t ',
  EQUALS: '=a==b=',
  LINES: '\nfirst\r\n\nlast\n',
  QUOTES: `it's "quoted" \`id\` $(id) $HOME \${X} \\ \\n %s !`,
  LETTERS: 'ü 日本 e\u0301 🧰',
  CONTROLS: '\u0001\u0007\u001b[31m\u007f',
  JSON_LIKE: '{"a": [1, null], b: &c *d}',
};

const NAMES = Object.keys(ODD).join(' ');

export const environment: readonly Case[] = [
  {
    row: 34,
    part: 'variables that the config lets through, whatever is in them',
    streams: 'pipes',
    async observe(stage) {
      stage.write('tackle.yaml', kitConfig(`, env: [${Object.keys(ODD).join(', ')}, UNSET]`));
      stage.write('show.py', SHOW);
      return stage.sh(`tool python3 show.py ${NAMES} UNSET`, { env: ODD });
    },
  },
  {
    row: 34,
    part: 'values that are no UTF-8',
    streams: 'pipes',
    async observe(stage) {
      stage.write('tackle.yaml', kitConfig(', env: [ALL_BYTES, HALF]'));
      stage.write('show.py', SHOW);
      const bytes = `python3 -c 'import sys; sys.stdout.buffer.write(bytes(range(1, 256)))'`;
      const set = `export ALL_BYTES="$(${bytes})" HALF=$'\\xe6\\x97'`;
      return stage.sh(`${set}; tool python3 show.py ALL_BYTES HALF`);
    },
  },
  {
    row: 34,
    part: 'a value as long as the system lets it be',
    streams: 'pipes',
    async observe(stage) {
      stage.write('tackle.yaml', kitConfig(', env: [LONG]'));
      stage.write('show.py', SHOW);
      // MAX_ARG_STRLEN, 128 KiB, counts the name, the `=` and the final zero byte.
      const env = { LONG: 'long '.repeat(131_072).slice(0, 131_072 - 'LONG='.length - 1) };
      return stage.sh('tool python3 show.py LONG', { env });
    },
  },
  {
    row: 34,
    part: 'all variables of a prefix',
    streams: 'pipes',
    async observe(stage) {
      stage.write('tackle.yaml', kitConfig(", env: ['APP_*']"));
      stage.write('show.py', SHOW);
      const set = `for i in {1..300}; do export APP_$i="value $i"; done`;
      return stage.sh(`${set}; tool python3 show.py APP_{1..301}`);
    },
  },
  {
    row: 34,
    part: 'how to draw, without asking for it',
    streams: 'pipes',
    async observe(stage) {
      stage.write('show.py', SHOW);
      const env = { TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1', CI: 'true' };
      return stage.sh('tool python3 show.py TERM COLORTERM NO_COLOR CI FORCE_COLOR', { env });
    },
  },
  {
    row: 34,
    part: 'a PATH that suits only the caller harms no tool',
    streams: 'pipes',
    async observe(stage) {
      const find = `tool bash -c 'command -v bash python3 git; env true; echo $?'`;
      return stage.sh(`PATH="$PWD/nowhere:$\{PATH%%:*}:/opt/none:/usr/bin"; ${find}`);
    },
  },
];
