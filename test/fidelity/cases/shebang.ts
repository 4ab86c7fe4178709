import type { Case } from '../case.ts';

const SCRIPT = `import sys
print(sys.argv, __name__)
print(sys.stdin.read(), end='')
sys.exit(5)
`;

export const shebang: readonly Case[] = [
  {
    row: 37,
    part: '`#!/usr/bin/env -S tool python3`',
    streams: 'pipes',
    async observe(stage) {
      stage.makeDirectory('below');
      stage.write('script', `#!/usr/bin/env -S tool python3\n${SCRIPT}`, 0o755);
      return [
        await stage.sh(`./script 'a b' '' -x`, { input: 'hello\n' }),
        await stage.sh('../script', { cwd: 'below' }),
        await stage.sh('PATH="$PWD:$PATH"; script | cat'),
      ];
    },
  },
  {
    row: 37,
    part: 'the launcher itself as the interpreter',
    streams: 'pipes',
    observe(stage) {
      stage.write('rest', SCRIPT);
      const line = `{ echo "#!$(command -v tool) python3"; cat rest; } >script; chmod +x script`;
      return stage.sh(`${line}; ./script 'a b'`, { input: 'hello\n' });
    },
  },
  {
    row: 37,
    part: '`#!/usr/bin/env python3`: the command’s own name',
    streams: 'pipes',
    observe(stage) {
      stage.shim('python3');
      stage.write('script', `#!/usr/bin/env python3\n${SCRIPT}`, 0o755);
      // Without the host's own directories, so that nothing of the host's is found by that name.
      const line = `mkdir needs; ln -s $(type -P node bwrap) needs; PATH="\${tool%/*}:$PWD/needs"`;
      return stage.sh(`tool=$(command -v tool); ${line} ./script 'a b'`, { input: 'hello\n' });
    },
  },
];
