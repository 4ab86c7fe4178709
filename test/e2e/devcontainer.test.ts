import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { askApi, readApi } from '../rig/engine-api.ts';
import { rig } from '../rig/rig.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

const { engine, kit } = rig();
const PATIENCE = 120_000;

/* A repository that has a devcontainer.json and no config. */

let project: ReturnType<typeof scratch>;
beforeEach(() => {
  project = scratch('devcontainer');
  mkdirSync(at('.git'));
});
afterEach(() => project[Symbol.dispose]());

interface Image {
  readonly Id: string;
}

/** On what is built here, and on nothing else that this engine has. */
const LABEL = `tackle-test=${rig().run}-devcontainer`;
afterAll(async () => {
  const built = encodeURIComponent(JSON.stringify({ label: [LABEL] }));
  for (const { Id } of await readApi<readonly Image[]>(engine, `/images/json?filters=${built}`)) {
    await askApi(engine, 'DELETE', `/images/${Id}?force=1`);
  }
});

const at = (...parts: readonly string[]) => join(project.path, ...parts);

function write(name: string, text: string): void {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}

async function tackle(
  args: readonly string[],
  { cwd = project.path, ...env }: Readonly<Record<string, string>> = {},
) {
  const ended = await runTackle(args, { cwd, env });
  return {
    status: ended.status,
    out: ended.stdout.toString(),
    err: ended.stderr.toString(),
  };
}

const untrusted = () => ({
  TACKLE_TRUST: '',
  XDG_DATA_HOME: join(rig().scratch, 'devcontainer-data'),
});

test('any command runs in its image, with its variables, at its workspace', async () => {
  write(
    '.devcontainer/devcontainer.json',
    `// For editors, and for everybody else.
{
	"name": "thesis",
	"image": "${kit.reference}", /* pinned */
	"workspaceFolder": "/workspaces/thesis",
	"workspaceMount": "source=\${localWorkspaceFolder},target=/workspaces/thesis,type=bind",
	"containerEnv": { "GREETING": "hello", "AT": "\${containerWorkspaceFolder}/x" },
	"remoteEnv": { "TOKEN": "\${localEnv:TOKEN:none}" },
	"remoteUser": "vscode",
	"customizations": { "vscode": { "extensions": ["a.b"] } },
	"forwardPorts": [3000],
}
`,
  );
  write('sub/Makefile', 'test:\n');
  const words = ['sh', '-c', 'echo "$GREETING $AT $TOKEN"; pwd; ls /workspaces/thesis; id -u >id'];
  const cwd = at('sub');
  const run = await tackle(words, { cwd, TOKEN: 'mine' });
  expect(run).toEqual({
    status: 0,
    out: `hello /workspaces/thesis/x mine\n${cwd}\nsub\n`,
    err: '',
  });
  expect(readFileSync(at('sub/id'), 'utf8')).toBe(`${process.getuid?.()}\n`);
  const shell = await tackle(['shell', 'devcontainer', '-c', './run; exit 3'], { cwd });
  expect(shell.status).toBe(3);
  expect((await tackle(['no-such-program'])).status).toBe(127);
  const plan = JSON.parse((await tackle(['plan', 'python3', '-V'])).out) as object;
  expect(plan).toMatchObject({ toolbox: 'devcontainer', argv: ['python3', '-V'] });
  const overview = await tackle([]);
  expect(overview.out).toBe(
    `\`tackle COMMAND\` runs any command in the container of \`devcontainer.json\`, with nothing to install.

Next: \`tackle shell devcontainer\`
All that Tackle does: \`tackle --help\`
`,
  );
  const list = await tackle(['list']);
  expect(list.err).toContain('every other command runs in the dev container of');
});

test.each([['env'], ['shims', 'install'], ['ide', 'neovim']])(
  'tackle %s: it has no shims, and says how commands run',
  async (...words) => {
    write('.devcontainer.json', `{ "image": "${kit.reference}" }`);
    const refused = await tackle(words);
    expect(refused).toMatchObject({ status: 125, out: '' });
    expect(refused.err).toContain(
      'hint: `tackle COMMAND` runs any command in the dev container here',
    );
  },
);

test('a Dockerfile is built, from its own context', { timeout: PATIENCE }, async () => {
  write(
    '.devcontainer/devcontainer.json',
    '{ "build": { "dockerfile": "Dockerfile", "context": "..", "args": { "WORD": "built" } } }',
  );
  write(
    '.devcontainer/Dockerfile',
    `FROM ${kit.reference}\nLABEL ${LABEL}\nARG WORD\nCOPY data.txt /data.txt\nRUN echo "$WORD" >/word\n`,
  );
  write('data.txt', 'data\n');
  const run = await tackle(['--quiet', 'cat', '/word', '/data.txt']);
  expect(run).toEqual({ status: 0, out: 'built\ndata\n', err: '' });
});

describe.each(['docker', 'embedded'])('mounts on %s', (name) => {
  const env = { TACKLE_ENGINE: name, TACKLE_IMAGE_STORE: join(rig().scratch, 'fast-path-store') };
  const kept = () => ({ ...env, HOME: at('home'), XDG_DATA_HOME: at('data') });

  beforeEach(() => {
    mkdirSync(at('project/.git'), { recursive: true });
  });

  function asks(mounts: readonly unknown[]): void {
    write('project/.devcontainer.json', JSON.stringify({ image: kit.reference, mounts }));
  }

  test('are met: of the caller’s, kept for the project, and in memory', async () => {
    const source = at('outside, a');
    mkdirSync(source);
    mkdirSync(at('home'));
    write('home/read', 'only\n');
    asks([
      { type: 'bind', source, target: '/data' },
      'type=bind,source=${localEnv:HOME}/read,target=/etc-of/read,readonly',
      'source=${localWorkspaceFolderBasename}-modules,target=/modules',
      'source=cache,target=/home/vscode/.cache,type=volume',
      'type=tmpfs,target=/scratch',
    ]);
    const script = `cat /etc-of/read; echo x >>/etc-of/read
umask 027; echo data >/data/made; echo module >>/modules/made; echo cached >>/home/vscode/.cache/made
cat /modules/made /home/vscode/.cache/made
stat -c %A /scratch; ls /scratch; echo once >/scratch/made; pwd`;
    const run = () => tackle(['bash', '-c', script], { ...kept(), cwd: at('project') });
    const end = `drwxrwxrwt\n${at('project')}\n`;
    const first = await run();
    expect(first).toMatchObject({ status: 0, out: `only\nmodule\ncached\n${end}` });
    expect(first.err).toMatch(/: \/etc-of\/read: Read-only file system\n$/);
    const again = await run();
    expect(again.out).toBe(`only\nmodule\nmodule\ncached\ncached\n${end}`);
    expect(readFileSync(at('outside, a/made'), 'utf8')).toBe('data\n');
    expect(statSync(at('outside, a/made'))).toMatchObject({ uid: process.getuid?.() });
  });

  test('of credentials, of an engine’s socket and of all there is are not', async () => {
    mkdirSync(at('home/.ssh'), { recursive: true });
    const cwd = at('project');
    for (const source of ['/', '/var/run/docker.sock', '${localEnv:HOME}/.ssh', at('data')]) {
      asks([`type=bind,source=${source},target=/there`]);
      await tackle(['trust', '--yes'], { ...kept(), cwd, TACKLE_TRUST: '' });
      const refused = await tackle(['sh', '-c', 'ls /there'], { ...kept(), cwd });
      expect({ source, ...refused }).toMatchObject({ status: 125, out: '' });
      expect(refused.err).toContain('[plan/not-mounted]');
    }
  });

  test('of what a link leads to are not', async () => {
    mkdirSync(at('secrets'));
    symlinkSync(at('secrets'), at('project/link'));
    symlinkSync(at('project/link'), at('way'));
    asks([`type=bind,source=${at('way')},target=/there`]);
    const refused = await tackle(['ls', '/there'], { ...kept(), cwd: at('project') });
    expect(refused).toMatchObject({ status: 125, out: '' });
    expect(refused.err).toContain('a symbolic link leads to it');
  });

  test('in the project are not', async () => {
    asks(['source=modules,target=${containerWorkspaceFolder}/node_modules']);
    const refused = await tackle(['shell', 'devcontainer', '-c', 'true'], {
      ...kept(),
      cwd: at('project'),
    });
    expect(refused).toMatchObject({ status: 125, out: '' });
    expect(refused.err).toContain('[config/not-met]');
    expect(readdirSync(at('project'))).not.toContain('node_modules');
  });
});

describe('trust', () => {
  beforeEach(() => write('.devcontainer.json', `{\n"image": "${kit.reference}" }`));

  test('is asked for, is bound to the text, and is taken back', async () => {
    const env = untrusted();
    const refused = await tackle(['sh', '-c', 'echo no'], env);
    expect(refused).toMatchObject({ status: 125, out: '' });
    expect(refused.err).toContain('[trust/not-trusted]');
    expect(refused.err).toContain(`is the image \`${kit.reference}\``);
    expect(refused.err).toContain('(.devcontainer.json:2)');
    const shown = await tackle(['trust', '--print'], env);
    expect(shown.out).toContain('`devcontainer` is the image');
    expect((await tackle(['trust', '--yes'], env)).status).toBe(0);
    expect(await tackle(['echo', 'yes'], env)).toEqual({ status: 0, out: 'yes\n', err: '' });
    write(
      '.devcontainer.json',
      `{\n"image": "${kit.tag}", "remoteEnv": { "A": "\${localEnv:A}" } }`,
    );
    const changed = await tackle(['echo', 'no'], env);
    expect(changed).toMatchObject({ status: 125, out: '' });
    expect(changed.err).toContain('[trust/changed]');
    expect(changed.err).toContain('new - the tools of `devcontainer` see your variable `A`');
    expect((await tackle(['untrust'], env)).status).toBe(0);
    write('.devcontainer.json', `{\n"image": "${kit.reference}" }`);
    expect((await tackle(['echo', 'no'], env)).err).toContain('[trust/not-trusted]');
  });

  test('of a Dockerfile is bound to what it is built from', async () => {
    const env = untrusted();
    write('.devcontainer.json', '{ "dockerFile": "Dockerfile" }');
    write('Dockerfile', `FROM ${kit.reference}\n`);
    expect((await tackle(['trust', '--yes'], env)).status).toBe(0);
    write('Dockerfile', `FROM ${kit.reference}\nRUN true\n`);
    const changed = await tackle(['echo', 'no'], env);
    expect(changed).toMatchObject({ status: 125, out: '' });
    expect(changed.err).toContain('[trust/context-changed]');
    await tackle(['untrust'], env);
  });
});

describe('one that cannot be met', () => {
  test('is told of by tackle alone, unless other files say something', async () => {
    write('.devcontainer.json', '{ "image": ');
    const alone = await tackle([]);
    expect(alone).toMatchObject({ status: 125, out: '' });
    expect(alone.err).toContain('[config/syntax]');
    write('.python-version', '3.11\n');
    expect((await tackle([])).out).toContain('python3.11  python@3.11\n');
  });

  const asks = (more: string) =>
    write('.devcontainer/devcontainer.json', `{ "image": "${kit.reference}", ${more} }`);

  test('is refused with every reason, and nothing of it shown raw', async () => {
    asks(
      '"features": { "x": {} }, "mounts": ["source=/,target=/\\u001b[2J,type=x"], "x\x1b[2J": 1',
    );
    const refused = await tackle(['make', 'test']);
    expect(refused).toMatchObject({ status: 127, out: '' });
    expect(refused.err).toContain('[catalog/unknown-command]');
    expect(refused.err).toContain('`features` cannot be met');
    expect(refused.err).toContain('.devcontainer/devcontainer.json:1:');
    expect(refused.err).not.toContain('\x1b');
    for (const words of [
      ['shell', 'devcontainer'],
      ['trust', '--yes'],
    ]) {
      const also = await tackle(words);
      expect(also).toMatchObject({ status: 125, out: '' });
      expect(also.err).toContain('`mounts` cannot be met');
    }
  });

  test('leaves the commands that the other files ask for as they are', async () => {
    asks('"features": { "x": {} }');
    write('.nvmrc', '10.16.3\n');
    const plan = await tackle(['plan', 'node'], untrusted());
    expect(JSON.parse(plan.out)).toMatchObject({ toolbox: 'node@10.16.3' });
  });

  test('does not show the project in place of what an image has', async () => {
    asks('"workspaceFolder": "/usr/bin"');
    const refused = await tackle(['true']);
    expect(refused).toMatchObject({ status: 125, out: '' });
    expect(refused.err).toContain('cannot be shown to a tool at `/usr/bin`');
  });
});

test('what is locked of it is what runs', async () => {
  write('.devcontainer.json', `{ "image": "${kit.tag}" }`);
  const frozen = await tackle(['--frozen', 'true']);
  expect(frozen).toMatchObject({ status: 125 });
  expect(frozen.err).toContain('[lock/not-locked]');
  expect(await tackle(['lock'])).toMatchObject({ status: 0, out: 'devcontainer  added\n' });
  expect(readFileSync(at('tackle.lock'), 'utf8')).toContain(kit.digest);
  expect((await tackle(['--frozen', 'true'])).status).toBe(0);
  expect((await tackle(['lock', '--check'])).status).toBe(0);
  expect((await tackle(['pull'])).status).toBe(0);
});

test('where it is met, no other file says what a word is', async () => {
  write('.devcontainer.json', `{ "image": "${kit.reference}" }`);
  write('.nvmrc', '10.16.3\n');
  const plan = await tackle(['plan', 'node']);
  expect(JSON.parse(plan.out)).toMatchObject({ toolbox: 'devcontainer', argv: ['node'] });
});

test('all that is prepared is that it takes Node', async () => {
  write('.devcontainer.json', `{ "image": "${kit.reference}" }`);
  const cache = { XDG_CACHE_HOME: at('cache') };
  const prepared = await tackle(['+prepare', project.path, 'echo', 'here'], cache);
  expect(prepared).toEqual({ status: 0, out: '', err: '' });
  const [name = ''] = readdirSync(at('cache/tackle/prepared'));
  const text = readFileSync(at('cache/tackle/prepared', name), 'utf8');
  expect(text.split('\0').slice(2, 5)).toEqual(['slow', project.path, 'echo']);
});

test('a config is the stronger, and a devcontainer.json above the repository is nobody’s', async () => {
  write('.devcontainer.json', `{ "image": "${kit.reference}" }`);
  write('tackle.yaml', 'commands: {}\n');
  expect((await tackle(['echo'])).err).toContain('not a command of this project');
  mkdirSync(at('inner/.git'), { recursive: true });
  spawnSync('rm', [at('tackle.yaml')]);
  expect((await tackle(['echo'], { cwd: at('inner') })).status).toBe(127);
});

test('what a person’s own config names is run as it says', async () => {
  write('.devcontainer.json', `{ "image": "${kit.reference}" }`);
  write('home/tackle/config.yaml', 'commands: {node: node@10.16.3}\n');
  const env = { XDG_CONFIG_HOME: at('home') };
  const named = await tackle(['plan', 'node'], env);
  expect(JSON.parse(named.out)).toMatchObject({ toolbox: 'node@10.16.3' });
  const other = await tackle(['plan', 'python3'], env);
  expect(JSON.parse(other.out)).toMatchObject({ toolbox: 'devcontainer' });
});
