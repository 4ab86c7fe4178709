import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Terminal } from '../rig/pty.ts';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** How each is started with nothing of anybody's settings, and told to complete `tackle`. */
const START: Readonly<Record<Shell, { readonly argv: readonly string[]; readonly first: string }>> =
  {
    bash: {
      argv: ['bash', '--norc', '--noprofile', '-i'],
      first: `bind 'set enable-bracketed-paste off'; source <('${TACKLE}' completion bash)`,
    },
    zsh: { argv: ['zsh', '-f', '-i'], first: `source <('${TACKLE}' completion zsh)` },
    fish: { argv: ['fish', '-i'], first: `'${TACKLE}' completion fish | source` },
  };

/** A real interactive shell whose `tackle` shows the words that it is given, and completes as the real one. */
export class CompletingShell implements AsyncDisposable {
  readonly terminal: Terminal;

  /**
   * @param home for what shells keep there
   * @param first evaluated instead of what sets completion up
   * @param tackle the text of the program that is called so there
   */
  static async start(
    shell: Shell,
    places: { readonly cwd: string; readonly home: string },
    settings: {
      readonly first?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly tackle?: string;
    } = {},
  ): Promise<CompletingShell> {
    const { cwd, home } = places;
    const bin = join(home, 'bin');
    const config = join(home, '.config/fish/config.fish');
    // Where it is missing, fish makes it in the background, out of all the manuals.
    mkdirSync(join(home, '.local/share/fish/generated_completions'), { recursive: true });
    mkdirSync(join(home, '.config/fish'), { recursive: true });
    mkdirSync(bin, { recursive: true });
    writeFileSync(config, 'set fish_greeting\nfunction fish_prompt; echo "sh> "; end\n');
    writeFileSync(join(bin, 'tackle'), settings.tackle ?? STAND_IN, { mode: 0o755 });
    const env = {
      ...tackleEnv(),
      HOME: home,
      // fish leaves a directory of its own there.
      TMPDIR: home,
      XDG_DATA_HOME: join(home, '.local/share'),
      PATH: `${bin}:${tackleEnv()['PATH']}`,
      PS1: 'sh> ',
      ...settings.env,
    };
    const { argv, first } = START[shell];
    const terminal = new Terminal(argv[0]!, argv.slice(1), { cwd, env, columns: 200, rows: 50 });
    await terminal.expect('sh> ');
    terminal.send(`${settings.first ?? first}; printf '%s%s\\n' rea dy\r`);
    await terminal.expect(/ready\n[^]*sh> /);
    return new CompletingShell(terminal);
  }

  private constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  /** The words that `tackle` is given when somebody types this and presses Enter. */
  async given(keys: string): Promise<readonly string[]> {
    this.terminal.send(`${keys}\r`);
    const [, words = ''] = await this.terminal.expect(/\[<([^]*?)>\]/);
    await this.terminal.expect('sh> ');
    return words.split('><');
  }

  /** Waits until what is typed makes the shell show this, and takes the line back. */
  async shows(keys: string, pattern: RegExp): Promise<string> {
    this.terminal.send(keys);
    const [found] = await this.terminal.expect(pattern);
    // Not Ctrl-C: the kernel throws away with it what is typed ahead.
    this.terminal.send("\x15printf '%s%s\\n' do ne\r");
    await this.terminal.expect(/done\n[^]*sh> /);
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminal[Symbol.asyncDispose]();
  }
}

const STAND_IN = `#!/bin/sh
case $1 in +complete) exec '${TACKLE}' "$@" ;; esac
printf '['
printf '<%s>' "$@"
echo ]
`;
