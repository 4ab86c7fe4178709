import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROGRAM, runTackle, TACKLE } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { CompletingShell, SHELLS } from './completing-shell.ts';

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);
const places = () => ({ cwd: at('project'), home: at('home') });

beforeEach(() => {
  place = scratch('completion');
  mkdirSync(at('project'));
  mkdirSync(at('home'));
  writeFileSync(
    at('project/tackle.yaml'),
    `commands:
  kitten: python@3.8
  kite2: {toolbox: node@20, source: packages}
toolboxes:
  zebra: {image: 'docker.io/x:1', commands: [zeb+ra], summary: "a $(touch PWNED) \`id\` 'x' %d : \\\\ é"}
`,
  );
});
afterEach(() => place[Symbol.dispose]());

/** What is typed, and the words that `tackle` is given. */
type Case = readonly [keys: string, words: readonly string[]];

async function completes(shell: CompletingShell, cases: readonly Case[]): Promise<void> {
  for (const [keys, words] of cases) {
    expect([keys, await shell.given(keys)]).toEqual([keys, words]);
  }
}

const WORDS: readonly Case[] = [
  ['tackle comp\t', ['completion']],
  ['tackle kitt\t', ['kitten']],
  ['tackle zeb\t', ['zeb+ra']],
  ['tackle --eng\tdoc\tkitt\t', ['--engine', 'docker', 'kitten']],
  ['tackle --engine=emb\tlist', ['--engine=embedded', 'list']],
  ['tackle x pyt\t--version', ['x', 'python', '--version']],
  ['tackle x python@3.6.\t', ['x', 'python@3.6.15']],
  ['tackle shell zebr\t', ['shell', 'zebra']],
  ['tackle plan --as=doc\t--tool\tpyt\t', ['plan', '--as=docker', '--toolbox', 'python']],
  ['tackle images imp\t--na\tx', ['images', 'import', '--name', 'x']],
  ['tackle bundle exp\tf python@3.\t', ['bundle', 'export', 'f', 'python@3.8']],
  ['tackle lock node@20\t', ['lock', 'node@20 from packages']],
  ["tackle lock 'node@20 f\t", ['lock', 'node@20 from packages']],
  ['tackle "kitt\t', ['kitten']],
  ['tackle shims inst\tkitt\t', ['shims', 'install', 'kitten']],
  ['tackle help shi\t', ['help', 'shims']],
  ['tackle env fi\t--js\t', ['env', 'fish', '--json']],
  ['A=1 tackle comp\t', ['completion']],
  ['tackle comp foo\x02\x02\x02\x02\t', ['completion', 'foo']],
];

describe.each(SHELLS)('in %s', (name) => {
  test('words are completed', async () => {
    await using shell = await CompletingShell.start(name, places());
    await completes(shell, WORDS);
  });

  test('files are completed as for any command, whatever they are called', async () => {
    for (const file of ["ab c'd:e", 'kk-file']) writeFileSync(at('project', file), '');
    mkdirSync(at('project/kk dir'));
    // zsh takes it off again where a word ends behind it.
    const slash = name === 'zsh' ? '' : '/';
    await using shell = await CompletingShell.start(name, places());
    await completes(shell, [
      ['tackle bundle import ab\t', ['bundle', 'import', "ab c'd:e"]],
      ['tackle images import ./ab\t', ['images', 'import', "./ab c'd:e"]],
      ['tackle kitten ab\t', ['kitten', "ab c'd:e"]],
      ['tackle x python@3 --x -- ab\t', ['x', 'python@3', '--x', '--', "ab c'd:e"]],
      ['tackle shims --dir kk\t', ['shims', '--dir', `kk dir${slash}`]],
      ['tackle shims --dir=kk\t', ['shims', `--dir=kk dir${slash}`]],
    ]);
  });

  test('what there is to choose from is shown, and nothing of it is executed', async () => {
    await using shell = await CompletingShell.start(name, places());
    const summary = "a $(touch PWNED) `id` 'x' %d : \\ é";
    const twice = name === 'bash' ? '\t\t' : '\t';
    const shown = await shell.shows(`tackle shell zeb${twice}`, /zeb\+ra.*\n?.*zebra.*/);
    expect(shown.includes(summary)).toBe(name !== 'bash');
    await shell.shows(`tackle env ${twice}`, /bash[^]*zsh[^]*fish|bash[^]*fish[^]*zsh/);
    await shell.shows(`tackle x python@3.6${twice}`, /3\.6\s+\S*3\.6\.15/);
    await shell.shows(
      `tackle plan --as=doc\t "$(touch PWNED)" \`touch PWNED\` tackl${twice}`,
      /ocker/,
    );
    await completes(shell, [['tackle --engine=pod\tlist', ['--engine=podman', 'list']]]);
    expect(readdirSync(at('project'))).toEqual(['tackle.yaml']);
  });

  test('shims to remove are those that there are', async () => {
    await using shell = await CompletingShell.start(name, places());
    await runTackle(['shims', 'install', '--dir', at('shims'), 'node', 'kettle'], {
      cwd: at('project'),
    });
    await completes(shell, [
      [
        'tackle shims --dir ../shims remove ke\tno\t',
        ['shims', '--dir', '../shims', 'remove', 'kettle', 'node'],
      ],
      ['tackle shims remove ke\t', ['shims', 'remove', 'ke']],
      ['tackle shims list --j\t', ['shims', 'list', '--json']],
    ]);
  });

  test('a config with faults has no words, and nobody hears of it', async () => {
    writeFileSync(at('project/tackle.yaml'), 'commands: {kitten: [\n');
    await using shell = await CompletingShell.start(name, places());
    await completes(shell, [
      ['tackle kitt\t', ['kitt']],
      ['tackle comp\t', ['completion']],
      ['tackle lock py\t', ['lock', 'py']],
      ['tackle x pyt\t', ['x', 'python']],
    ]);
    expect(shell.terminal.text).not.toContain('tackle:');
  });
});

describe('what the shell knows of a command is offered behind it', () => {
  test.each([
    [
      'bash',
      `source /usr/share/bash-completion/bash_completion; complete -W 'meow-a=b purr' kitten python sh`,
    ],
    ['zsh', '_purr() { compadd -- meow-a=b purr }; compdef _purr kitten python sh'],
    ['fish', `for each in kitten python sh; complete -c $each -f -a 'meow-a=b purr'; end`],
  ] as const)('in %s', async (name, known) => {
    const script = { bash: 'tackle.bash', zsh: '_tackle', fish: 'tackle.fish' }[name];
    const first = `source '${join(PROGRAM, 'completions', script)}'; ${known}`;
    await using shell = await CompletingShell.start(name, places(), { first });
    await completes(shell, [
      ['tackle kitten me\t', ['kitten', 'meow-a=b']],
      [
        'tackle --engine=docker run -- kitten x pu\t',
        ['--engine=docker', 'run', '--', 'kitten', 'x', 'purr'],
      ],
      ['tackle x python@3.8 a=b me\t', ['x', 'python@3.8', 'a=b', 'meow-a=b']],
      ['tackle shell zebra pu\t', ['shell', 'zebra', 'purr']],
      ['tackle kitten pu x=y\x02\x02\x02\x02\t', ['kitten', 'purr', 'x=y']],
      ['tackle plan --toolbox python@3.8 pu\t', ['plan', '--toolbox', 'python@3.8', 'purr']],
    ]);
  });
});

test('bash completes the same whatever it takes for the end of a word', async () => {
  const set = `set -u; COMP_WORDBREAKS=\${COMP_WORDBREAKS//[@=:]/}; source <('${TACKLE}' completion bash)`;
  await using shell = await CompletingShell.start('bash', places(), { first: set });
  await completes(shell, WORDS);
});

test.each([
  ['a file of fpath', 'fpath=(~/fns $fpath); autoload -Uz compinit; compinit'],
  [
    'sourced after compinit',
    `autoload -Uz compinit; compinit; source <('${TACKLE}' completion zsh)`,
  ],
  ['evaluated', `eval "$('${TACKLE}' completion zsh)"`],
])('zsh takes it as %s', async (_, first) => {
  mkdirSync(at('home/fns'));
  copyFileSync(join(PROGRAM, 'completions/_tackle'), at('home/fns/_tackle'));
  await using shell = await CompletingShell.start('zsh', places(), { first });
  await completes(shell, WORDS.slice(0, 4));
});
