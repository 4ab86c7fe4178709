import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { rig } from '../rig/rig.ts';
import { FRONT, runTackle, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { Screen } from '../rig/tmux.ts';

/* Somebody clones a repository and wants its tests to run: every screen on the way, as they see it. */

const GOLDEN = join(import.meta.dirname, '../golden/newcomer');
/** The first use of a toolbox builds it from packages. */
const LIMIT = 400_000;

const config = () => `# \`tackle check\` runs the tests.
toolboxes:
  kit:
    image: '${rig().kit.tag}'
    network: none
    commands:
      check: [python3, check.py]
      python3: python3
`;

let home: string;
const at = (...parts: readonly string[]) => join(home, ...parts);

/** What building and pulling say has tests of its own. */
beforeAll(async () => {
  using project = scratch('beforehand');
  writeFileSync(join(project.path, 'tackle.yaml'), `commands: {python: python@3.11}\n${config()}`);
  for (const command of ['python', 'python3']) {
    const run = await runTackle([command, '--version'], { cwd: project.path });
    expect(run).toMatchObject({ status: 0 });
  }
}, LIMIT);

beforeEach(() => {
  const place = scratch('newcomer');
  onTestFinished(() => place[Symbol.dispose]());
  home = join(place.path, 'ada');
  mkdirSync(home);
});

/** Of somebody who has never used Tackle: nothing is trusted. */
function env(): Record<string, string> {
  const ours = tackleEnv();
  return {
    ...ours,
    TACKLE_TRUST: '',
    HOME: home,
    PATH: `${dirname(FRONT)}:${ours['PATH']}`,
    PS1: '$ ',
    HISTFILE: '',
    GIT_CONFIG_NOSYSTEM: '1',
    GREETING: 'hello',
  };
}

function git(cwd: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
  execFileSync('git', [...who, ...args], { cwd, env: env(), stdio: 'ignore' });
}

/** Others push these files to `thesis.git`, beside the home. */
function push(files: Readonly<Record<string, string>>): void {
  const theirs = at('../theirs');
  const origin = at('../thesis.git');
  mkdirSync(theirs, { recursive: true });
  git(theirs, 'init', '--initial-branch=main');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(theirs, name), text);
  git(theirs, 'add', '.');
  git(theirs, 'commit', '-m', 'Go on');
  git(home, 'init', '--bare', '--initial-branch=main', origin);
  git(theirs, 'push', origin, 'main');
}

const CHECK = "print('3 checks passed')\n";
const PROMPT = /\n\$$/;

/** A shell in the home, and what has been done with it so far. */
class Shell implements AsyncDisposable {
  readonly #screen: Screen;

  private constructor(screen: Screen) {
    this.#screen = screen;
  }

  static async open(): Promise<Shell> {
    const options = { cwd: home, env: env(), columns: 100 };
    const screen = await Screen.open(['bash', '--norc', '--noprofile'], options);
    await screen.waitFor(/^\$$/);
    return new Shell(screen);
  }

  /** Types a line on an empty screen; gives the screen when it looks like that: at the next prompt, if nothing else is said. */
  async type(line: string, until = PROMPT): Promise<string> {
    await this.#screen.press('C-l');
    await this.#screen.waitFor(/^\$$/);
    await this.#screen.type(line);
    return await this.answer('Enter', until);
  }

  async answer(key: string, until = PROMPT): Promise<string> {
    await this.#screen.press(key);
    const screen = await this.#screen.waitFor(until);
    return `${screen.replaceAll(home, '/home/ada').replaceAll(rig().registry, '127.0.0.1:40123')}\n`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#screen[Symbol.asyncDispose]();
  }
}

const shows = async (screen: string, name: string) => {
  await expect(screen).toMatchFileSnapshot(join(GOLDEN, `${name}.txt`));
};

const QUESTION = /Trust it with that\? .*\(y\/N\)$/;

test('clone, look, one question, and the tests have run', async () => {
  const config1 = `${config()}env: [GREETING]\nshare: [ssh-agent]\n`;
  push({ 'tackle.yaml': config1, 'check.py': CHECK });
  await using shell = await Shell.open();
  await shows(await shell.type('git clone ../thesis.git && cd thesis'), 'clone');
  await shows(await shell.type('tackle'), 'look');
  await shows(await shell.type('tackle check', QUESTION), 'question');
  await shows(await shell.answer('y'), 'first-command');
  // From now on nothing is asked.
  await shows(await shell.type('tackle check; tackle python3 --version'), 'second-command');
  await shows(await shell.type('tackle'), 'look-again');

  push({ 'tackle.yaml': config1.replace('GREETING', 'GREETING, GITHUB_TOKEN') });
  await shell.type('git pull --quiet');
  await shows(await shell.type('tackle'), 'look-at-a-change');
  await shows(await shell.type('tackle check', QUESTION), 'question-about-a-change');
  await shows(await shell.answer('y'), 'first-command-after-a-change');
});

test('who turns it down has run nothing, and may think again', async () => {
  push({ 'tackle.yaml': config(), 'check.py': CHECK });
  await using shell = await Shell.open();
  await shell.type('git clone --quiet ../thesis.git && cd thesis');
  await shell.type('tackle check', QUESTION);
  await shows(await shell.answer('Enter'), 'turned-down');
  await shell.type('tackle trust', QUESTION);
  await shell.answer('y');
  expect(await shell.type('tackle check')).toBe('$ tackle check\n3 checks passed\n$\n');
});

test('where nobody can be asked nothing runs, and what would help is said', async () => {
  push({ 'tackle.yaml': config(), 'check.py': CHECK });
  await using shell = await Shell.open();
  await shell.type('git clone --quiet ../thesis.git && cd thesis');
  await shows(await shell.type('tackle check < /dev/null; echo $?'), 'nobody-to-ask');
});

test('a project of toolboxes of the catalogue alone asks nothing', async () => {
  push({ 'tackle.yaml': 'commands:\n  python: python@3.11\n', 'check.py': CHECK });
  await using shell = await Shell.open();
  await shell.type('git clone --quiet ../thesis.git && cd thesis');
  await shows(await shell.type('tackle'), 'look-without-trust');
  expect(await shell.type('tackle python check.py')).toBe(
    '$ tackle python check.py\n3 checks passed\n$\n',
  );
});

test('a repository that says nothing of Tackle runs at once', async () => {
  push({ '.python-version': '3.11\n', 'check.py': CHECK });
  await using shell = await Shell.open();
  await shell.type('git clone --quiet ../thesis.git && cd thesis');
  await shows(await shell.type('tackle'), 'look-without-config');
  await shows(await shell.type('tackle python check.py'), 'first-command-without-config');
});
