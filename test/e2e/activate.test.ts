import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runTackle, TACKLE } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { CompletingShell, SHELLS, type Shell } from './completing-shell.ts';

/* `tackle activate`, in shells that somebody types in. */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);

const env = () => ({
  HOME: at('home'),
  XDG_DATA_HOME: at('home/.local/share'),
  XDG_CACHE_HOME: at('cache'),
  TACKLE_TRUST: '',
});

beforeEach(() => {
  place = scratch('activate');
  for (const directory of ['one/sub', 'one/inner', 'two', 'out', 'home']) {
    mkdirSync(at(directory), { recursive: true });
  }
  config('one', 'commands: {kitten: python@3.8}');
  config('one/inner', 'commands: {inside: python@3.8}');
  config('two', 'commands: {purr: python@3.8}');
});
afterEach(() => place[Symbol.dispose]());

/** Renamed: whoever reads it meanwhile is not to find half of it. */
function config(project: string, text: string): void {
  writeFileSync(at(project, 'draft'), `${text}\n`);
  renameSync(at(project, 'draft'), at(project, 'tackle.yaml'));
}

async function trust(...projects: readonly string[]): Promise<void> {
  for (const project of projects) {
    const outcome = await runTackle(['trust', '--yes'], { cwd: at(project), env: env() });
    expect(outcome.status).toBe(0);
  }
}

/** Writes down that it was called, and goes on as the real one. */
const counted = () => `#!/bin/sh
echo "$*" >>'${at('asked')}'
exec '${TACKLE}' "$@"
`;

const timesAsked = () =>
  existsSync(at('asked')) ? readFileSync(at('asked'), 'utf8').split('\n').length - 1 : 0;

const HOOK: Readonly<Record<Shell, string>> = {
  bash: `eval "$('${TACKLE}' activate bash)"`,
  zsh: `eval "$('${TACKLE}' activate zsh)"`,
  fish: `'${TACKLE}' activate fish | source`,
};

/** A shell in `out` that the hook is evaluated in; its prompt is there once. */
class ActivatedShell implements AsyncDisposable {
  static async start(
    name: Shell,
    { first = HOOK[name], tackle = counted() }: { first?: string; tackle?: string } = {},
  ): Promise<ActivatedShell> {
    const plain = name === 'bash' ? "bind 'set enable-bracketed-paste off'; " : '';
    const places = { cwd: at('out'), home: at('home') };
    const settings = { first: plain + first, env: env(), tackle };
    return new ActivatedShell(await CompletingShell.start(name, places, settings));
  }

  readonly #shell: CompletingShell;

  private constructor(shell: CompletingShell) {
    this.#shell = shell;
  }

  get text(): string {
    return this.#shell.terminal.text;
  }

  /** Types the lines, each behind a prompt of its own, and what the shell makes of the word behind the last of them. */
  async tell(word: string, ...lines: readonly string[]): Promise<string> {
    for (const line of [...lines, `printf '{%s}\\n' "${word}"`]) {
      this.#shell.terminal.send(`${line}\r`);
    }
    const [, told = ''] = await this.#shell.terminal.expect(/\{([^{}%]*)\}\n/);
    await this.#shell.terminal.expect('sh> ');
    return told;
  }

  /** Where the command is found behind these lines; nothing where it is not. */
  async finds(command: string, ...lines: readonly string[]): Promise<string> {
    return await this.tell(`$(command -v ${command})`, ...lines);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shell[Symbol.asyncDispose]();
  }
}

/** Other programs that put a project's directories on PATH at the prompt, where they are installed. */
const OTHERS: readonly {
  readonly program: string;
  readonly file: string;
  readonly text: string;
  readonly hook: (shell: Shell) => string;
  /** What has the file read; its path comes behind. */
  readonly allow: readonly [string, ...string[]];
}[] = [
  {
    program: 'direnv',
    file: '.envrc',
    text: 'PATH_add tools\n',
    hook: (shell) =>
      shell === 'fish' ? 'direnv hook fish | source' : `eval "$(direnv hook ${shell})"`,
    allow: ['direnv', 'allow'],
  },
  {
    program: 'mise',
    file: 'mise.toml',
    text: "[env]\n_.path = './tools'\n",
    hook: (shell) =>
      shell === 'fish' ? 'mise activate fish | source' : `eval "$(mise activate ${shell})"`,
    allow: ['mise', 'trust', '--yes'],
  },
];

const LINE = 'this project is not trusted, so its commands are not on PATH; hint:';
const linesIn = (text: string) => text.split(LINE).length - 1;
const shim = (project: string, command: string) =>
  expect.stringMatching(
    new RegExp(
      `^${at('home')}/.local/share/tackle/projects/${project}-[0-9a-f]{12}/bin/${command}$`,
    ),
  ) as string;

describe.each(SHELLS)('in %s', (name) => {
  test('a project is on PATH from its being entered to its being left', async () => {
    await trust('one', 'one/inner', 'two');
    await using shell = await ActivatedShell.start(name);
    const path = await shell.tell('$PATH');
    expect(await shell.finds('kitten')).toBe('');
    expect(await shell.finds('kitten', `cd ${at('one')}`)).toEqual(shim('one', 'kitten'));
    const inside = await shell.tell('$PATH');
    expect(inside).toBe(`${inside.split(':', 1)[0]!}:${path}`);
    expect(await shell.finds('kitten', 'cd sub')).toEqual(shim('one', 'kitten'));
    expect(await shell.tell('$PATH')).toBe(inside);
    expect(await shell.finds('inside', 'cd ../inner')).toEqual(shim('inner', 'inside'));
    expect(await shell.finds('kitten')).toBe('');
    expect(await shell.finds('kitten', 'cd ..')).toEqual(shim('one', 'kitten'));
    expect(await shell.finds('purr', `cd ${at('two')}`)).toEqual(shim('two', 'purr'));
    expect(await shell.finds('kitten')).toBe('');
    expect(await shell.tell('$PATH', `cd ${at('out')}`)).toBe(path);
    expect(shell.text).not.toContain('tackle:');
  });

  test('one that is not trusted is spoken of once, and is there at the prompt after it is', async () => {
    await using shell = await ActivatedShell.start(name);
    const path = await shell.tell('$PATH');
    expect(await shell.finds('kitten', `cd ${at('one')}`, 'true', 'cd sub', 'cd ..')).toBe('');
    expect(await shell.tell('$PATH')).toBe(path);
    expect(linesIn(shell.text)).toBe(1);
    await shell.tell('x', `cd ${at('out')}`, `cd ${at('one')}`);
    expect(linesIn(shell.text)).toBe(2);
    await trust('one');
    expect(await shell.finds('kitten', 'true')).toEqual(shim('one', 'kitten'));
    const untrusted = await runTackle(['untrust'], { cwd: at('one'), env: env() });
    expect(untrusted.status).toBe(0);
    expect(await shell.finds('kitten', 'true')).toBe('');
    expect(linesIn(shell.text)).toBe(3);
  });

  test('what the config names is there at the next prompt, whichever time the file has', async () => {
    await trust('one');
    await using shell = await ActivatedShell.start(name);
    expect(await shell.finds('kitten', `cd ${at('one/sub')}`)).toEqual(shim('one', 'kitten'));
    config('one', 'commands: {mew: python@3.8}');
    expect(await shell.finds('mew', 'true')).toEqual(shim('one', 'mew'));
    config('one', 'commands: {older: python@3.8}');
    utimesSync(at('one/tackle.yaml'), 1e9, 1e9);
    expect(await shell.finds('older', 'true')).toEqual(shim('one', 'older'));
    expect(await shell.finds('mew')).toBe('');
    writeFileSync(at('one/tackle.local.yaml'), 'commands: {near: python@3.8}\n');
    expect(await shell.finds('near', 'true')).toEqual(shim('one', 'near'));
    rmSync(at('one/tackle.local.yaml'));
    expect(await shell.finds('near', 'true')).toBe('');
    // Half a config is nobody's to hear of at a prompt, and its project stays.
    config('one', 'commands: {');
    expect(await shell.finds('older', 'true')).toEqual(shim('one', 'older'));
    rmSync(at('one/tackle.yaml'));
    expect(await shell.finds('older', 'true')).toBe('');
    expect(shell.text).not.toContain('tackle:');
  });

  test('a trusted one that asks for more is off until it is trusted again', async () => {
    await trust('one');
    await using shell = await ActivatedShell.start(name);
    expect(await shell.finds('kitten', `cd ${at('one')}`)).toEqual(shim('one', 'kitten'));
    config('one', 'commands: {kitten: python@3.8}\nenv: [TOKEN]');
    expect(await shell.finds('kitten', 'true', 'true')).toBe('');
    expect(shell.text.split('the config has changed since this project was trusted')).toHaveLength(
      2,
    );
    await trust('one');
    expect(await shell.finds('kitten', 'true')).toEqual(shim('one', 'kitten'));
  });

  test('a PATH that others change keeps their order', async () => {
    await trust('one');
    await using shell = await ActivatedShell.start(name);
    const path = await shell.tell('$PATH');
    const set = (words: string) =>
      name === 'fish' ? `set -gx PATH ${words.replaceAll(':', ' ')}` : `export PATH=${words}`;
    await shell.tell('x', `cd ${at('one')}`);
    const own = (await shell.tell('$PATH')).split(':', 1)[0]!;
    expect(await shell.tell('$PATH', set('/front:$PATH:/back'))).toBe(
      `/front:${own}:${path}:/back`,
    );
    config('one', 'commands: {mew: python@3.8}');
    expect(await shell.tell('$PATH', 'true')).toBe(`/front:${own}:${path}:/back`);
    expect(await shell.tell('$PATH', `cd ${at('out')}`)).toBe(`/front:${path}:/back`);
    await shell.tell('x', `cd ${at('one')}`);
    expect(await shell.tell('$PATH', set('/other:/usr/bin:/bin'))).toBe(
      `${own}:/other:/usr/bin:/bin`,
    );
    expect(await shell.tell('$PATH', `cd ${at('out')}`, set(`/other:${own}:/usr/bin:/bin`))).toBe(
      '/other:/usr/bin:/bin',
    );
  });

  test('the status stays, and nothing is started where nothing has changed', async () => {
    await trust('one');
    const first = `${HOOK[name]}; ${HOOK[name]}`;
    await using shell = await ActivatedShell.start(name, { first });
    const status = name === 'fish' ? '$status' : '$?';
    expect(await shell.tell(status, `sh -c 'exit 7'`)).toBe('7');
    expect(timesAsked()).toBe(0);
    expect(await shell.tell(status, `cd ${at('one')}`)).toBe('0');
    expect(timesAsked()).toBe(1);
    expect(await shell.tell(status, 'true', 'cd sub', 'cd ..', `sh -c 'exit 3'`)).toBe('3');
    await shell.tell('x', `cd ${at('out')}`);
    expect(timesAsked()).toBe(1);
  });

  test('a tackle that is missing or fails is not heard of', async () => {
    await trust('one');
    await using shell = await ActivatedShell.start(name, {
      tackle: '#!/bin/sh\necho some; echo words >&2; exit 1\n',
    });
    const path = await shell.tell('$PATH');
    expect(await shell.tell('$PATH', `cd ${at('one')}`)).toBe(path);
    rmSync(at('home/bin/tackle'));
    expect(await shell.tell('$PATH', `cd ${at('two')}`)).toBe(path);
    expect(shell.text).not.toMatch(/^(some|words)$|tackle: |not found|unknown command/im);
  });

  test('a shell inside of it takes off what it was given, and has names as they are', async () => {
    mkdirSync(at(`a 'b' $c \\d`));
    config(`a 'b' $c \\d`, 'commands: {kitten: python@3.8}');
    symlinkSync(at(`a 'b' $c \\d`), at('link'));
    await trust('link');
    await using shell = await ActivatedShell.start(name);
    const path = await shell.tell('$PATH');
    const found = await shell.finds('kitten', `cd ${at('link')}`);
    expect(found).toMatch(/\/a__b___c__d-[0-9a-f]{12}\/bin\/kitten$/);
    const inherited = await shell.tell('$PATH');
    const again = {
      bash: `PS1='sh> ' bash --norc --noprofile -i`,
      zsh: `PS1='sh> ' zsh -f -i`,
      fish: 'fish -i',
    }[name];
    expect(await shell.tell('$PATH', again, HOOK[name])).toBe(inherited);
    expect(await shell.tell('$PATH', `cd ${at('out')}`)).toBe(path);
  });

  const others = OTHERS.filter(
    ({ program }) => spawnSync(program, ['version']).error === undefined,
  );
  test.each(
    others.flatMap((other) => [
      { ...other, when: 'before' },
      { ...other, when: 'after' },
    ]),
  )(
    '$program beside it, set up $when it, goes on as alone',
    async ({ file, text, hook, allow, when }) => {
      writeFileSync(at('one', file), text);
      await trust('one', 'two');
      const [program, ...words] = [...allow, at('one', file)];
      const allowed = spawnSync(program, words, { env: { ...process.env, ...env() } });
      expect(allowed.status).toBe(0);
      const first = when === 'before' ? [hook(name), HOOK[name]] : [HOOK[name], hook(name)];
      await using shell = await ActivatedShell.start(name, { first: first.join('; ') });
      const path = await shell.tell('$PATH');
      for (let round = 1; round <= 2; round++) {
        const inside = (await shell.tell('$PATH', `cd ${at('one')}`, 'true')).split(':');
        const own = inside.filter((each) => each.startsWith(at('home/.local/share/tackle')));
        expect(own).toHaveLength(1);
        expect(inside.filter((each) => each !== own[0])).toEqual([
          at('one/tools'),
          ...path.split(':'),
        ]);
        const next = await shell.tell('$PATH', `cd ${at('two')}`, 'true');
        expect(next).toBe(`${next.split(':', 1)[0]!}:${path}`);
        expect(next).toContain('/projects/two-');
        expect(await shell.tell('$PATH', `cd ${at('out')}`, 'true')).toBe(path);
      }
    },
  );
});

describe('what is there already goes on', () => {
  test.each([
    ['bash', `PROMPT_COMMAND='seen=$?;'; ${HOOK.bash}; set -u`],
    ['bash', `PROMPT_COMMAND=(true 'seen=$?'); ${HOOK.bash}; set -u`],
    ['bash', `${HOOK.bash}; PROMPT_COMMAND="$PROMPT_COMMAND;"'seen=$?'; set -u`],
    ['zsh', `precmd() { seen=$? }; ${HOOK.zsh}; set -u; setopt ksh_arrays sh_word_split`],
    ['zsh', `${HOOK.zsh}; precmd_functions+=(later); later() { seen=$? }; set -u`],
  ] as const)('%s: %s', async (name, first) => {
    await trust('one');
    await using shell = await ActivatedShell.start(name, { first });
    expect(await shell.tell('$seen', `sh -c 'exit 7'`)).toBe('7');
    expect(await shell.finds('kitten', `cd ${at('one')}`)).toEqual(shim('one', 'kitten'));
    expect(await shell.tell('$seen', `sh -c 'exit 5'`)).toBe('5');
  });

  test.each(['bash', 'zsh'] as const)('%s with set -e does not end of it', async (name) => {
    await trust('one');
    await using shell = await ActivatedShell.start(name, { first: `set -eu; ${HOOK[name]}` });
    expect(await shell.finds('ls', `cd ${at('two')}`, '! true', 'cd /')).not.toBe('');
    expect(await shell.finds('kitten || :', `cd ${at('one')}`)).toEqual(shim('one', 'kitten'));
    expect(await shell.tell('$-')).toMatch(/e/);
  });
});

test('of stamps that nobody needs any more there is an end', async () => {
  mkdirSync(at('cache/tackle/stamps'), { recursive: true });
  for (let n = 0; n < 300; n++) writeFileSync(at('cache/tackle/stamps', String(n)), '');
  const { status, stdout } = await runTackle(['+activate', 'sh'], { cwd: at('one'), env: env() });
  expect(status).toBe(0);
  expect(existsSync(at('cache/tackle/stamps/7'))).toBe(false);
  const [, older, younger] = /tackle\.yaml' '([^']+)' '([^']+)'/.exec(stdout.toString()) ?? [];
  const times = [older!, at('one/tackle.yaml'), younger!].map((file) => statSync(file).mtimeMs);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(new Set(times).size).toBe(3);
});
