import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { rig } from '../rig/rig.ts';
import { FRONT, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { until } from '../rig/until.ts';
import { endWarmContainers } from '../rig/warm-containers.ts';

/* `tackle COMMAND …`, `tackle x …` and `tackle shell …` as people type them: bin/tackle hands it to native/launch, which takes Node where it has to. */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, ...parts);

/** A `node` first on PATH that notes what it is started for. */
function countNode(): void {
  mkdirSync(at('bin'));
  const script = `#!/bin/sh\necho "$2" >>'${at('started')}'\nexec '${process.execPath}' "$@"\n`;
  writeFileSync(at('bin/node'), script, { mode: 0o755 });
}

function started(): readonly string[] {
  if (!existsSync(at('started'))) return [];
  const lines = readFileSync(at('started'), 'utf8').trim().split('\n');
  rmSync(at('started'));
  return lines;
}

beforeEach(() => {
  place = scratch('as-typed');
  mkdirSync(at('project'));
  const kit = `image: '${rig().kit.tag}', network: none, commands: [bash, cat, python3, search]`;
  writeFileSync(at('project/tackle.yaml'), `toolboxes:\n  kit: {${kit}}\n`);
  countNode();
});

afterEach(async () => {
  await endWarmContainers(rig());
  place[Symbol.dispose]();
});

function env(engine: string): Record<string, string> {
  const ours = tackleEnv();
  return {
    ...ours,
    PATH: `${at('bin')}:${ours['PATH']}`,
    TACKLE_ENGINE: engine,
    TACKLE_IMAGE_STORE: join(rig().scratch, 'fast-path-store'),
    XDG_CACHE_HOME: at('cache'),
  };
}

interface Ran {
  readonly status: number | null;
  readonly out: string;
  readonly said: string;
}

function run(words: readonly string[], engine = 'docker', program = FRONT): Ran {
  return runIn(at('project'), words, env(engine), program);
}

function runIn(
  cwd: string,
  words: readonly string[],
  variables: Readonly<Record<string, string>>,
  program = FRONT,
): Ran {
  const options = { cwd, env: { ...variables, PWD: cwd }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(program, words, options);
  return { status, out: stdout, said: stderr };
}

/** A line of bash in the project, in which `$TACKLE` is the program. */
function line(text: string, engine = 'docker'): Ran {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', text], {
    cwd: at('project'),
    env: { ...env(engine), TACKLE: FRONT },
    encoding: 'utf8',
  });
  return { status, out: stdout, said: stderr };
}

describe.each(['docker', 'embedded'])('on %s', (engine) => {
  test('the first use prepares, and later ones start no Node', () => {
    const words = ['bash', '-c', 'printf "<%s>" "$@"; exit 7', 'bash', '', '-h', 'a  b', '--', '*'];
    const ran = { status: 7, out: '<><-h><a  b><--><*>' };
    // An image may have to be made present, which says so.
    expect(run(words, engine)).toMatchObject(ran);
    expect(started()).toEqual(['+prepare']);
    for (const before of [[], ['run'], ['run', '--']]) {
      expect(run([...before, ...words], engine)).toEqual({ ...ran, said: '' });
    }
    expect(started()).toEqual([]);
  });

  test('the tool has what its caller has: descriptors, closed ones, ignored signals, limits', () => {
    run(['bash', '-c', 'true'], engine);
    started();
    const asked = `'echo "$(grep SigIgn /proc/self/status) $(ulimit -Sn)"; cat <&7; test -e /proc/self/fd/0 || echo closed'`;
    const text = (bash: string) =>
      `trap '' HUP USR1; ulimit -Sn 333; echo seven >at-seven; exec 7<at-seven <&-; ${bash} -c ${asked}`;
    const natively = line(text('bash'), engine);
    expect(natively.out).toMatch(/333\nseven\nclosed\n$/);
    expect(line(text('"$TACKLE" bash'), engine)).toEqual(natively);
    expect(started()).toEqual([]);
  });
});

describe.each(['docker', 'embedded'])('a toolbox on %s', (engine) => {
  test.each([
    ['x', 'with arguments', ['x', 'kit', '-c', 'echo $PWD; exit 3'], 3],
    ['x', 'at its prompt', ['x', 'kit'], 0],
    ['shell', 'with arguments', ['shell', 'kit', '-c', 'echo $PWD; exit 4'], 4],
  ])('`tackle %s` %s starts Node once', (_, _how, words, status) => {
    const out = status === 0 ? '' : `${at('project')}\n`;
    expect(run(words, engine)).toMatchObject({ status, out });
    expect(started()).toEqual(['+prepare']);
    expect(run(words, engine)).toEqual({ status, out, said: '' });
    expect(run([words[0]!, '--', ...words.slice(1)], engine)).toEqual({ status, out, said: '' });
    expect(started()).toEqual([]);
  });

  describe('without a project', () => {
    let user: Record<string, string>;
    const SHOW = ['x', 'kit', '-c', 'echo "$PWD $A"; ls'];

    beforeEach(() => {
      mkdirSync(at('config/tackle'), { recursive: true });
      renameSync(at('project/tackle.yaml'), at('config/tackle/config.yaml'));
      user = { ...env(engine), XDG_CONFIG_HOME: at('config') };
    });

    test('it starts Node once in each directory', () => {
      mkdirSync(at('project/sub'));
      writeFileSync(at('project/file'), '');
      const out = `${at('project')} \nfile\nsub\n`;
      expect(runIn(at('project'), SHOW, user)).toMatchObject({ status: 0, out });
      expect(started()).toEqual(['+prepare']);
      expect(runIn(at('project/sub'), SHOW, user).out).toBe(`${at('project/sub')} \n`);
      expect(started()).toEqual(['+prepare']);
      expect(runIn(at('project'), SHOW, user)).toEqual({ status: 0, out, said: '' });
      const make = ['x', 'kit', '-c', 'echo made >made; chmod 640 made'];
      expect(runIn(at('project/sub'), make, user).status).toBe(0);
      expect(readFileSync(at('project/sub/made'), 'utf8')).toBe('made\n');
      expect(started()).toEqual([]);
    });

    test("what comes there holds at once, and so does what the user's own config says now", () => {
      const config = readFileSync(at('config/tackle/config.yaml'), 'utf8');
      const said = () => runIn(at('project'), SHOW, user).out.split('\n')[0];
      expect(said()).toBe(`${at('project')} `);
      writeFileSync(at('config/tackle/config.yaml'), `env: [A=1]\n${config}`);
      expect(said()).toBe(`${at('project')} 1`);
      writeFileSync(at('tackle.yaml'), 'env: [A=2]\n');
      expect(said()).toBe(`${at('project')} 2`);
      writeFileSync(at('project/tackle.yaml'), 'env: [A=3]\n');
      expect(said()).toBe(`${at('project')} 3`);
      rmSync(at('project/tackle.yaml'));
      rmSync(at('tackle.yaml'));
      expect(said()).toBe(`${at('project')} 1`);
    });

    test('under what looks like a config, and is none, each directory has its own launch', () => {
      writeFileSync(at('package.json'), '{"devDependencies": {"tackle": "^1"}}');
      mkdirSync(at('project/sub'));
      expect(runIn(at('project'), SHOW, user).out).toBe(`${at('project')} \nsub\n`);
      started();
      expect(runIn(at('project/sub'), SHOW, user).out).toBe(`${at('project/sub')} \n`);
      // That it is none is found out once.
      expect(started()).toEqual(['x']);
      writeFileSync(at('project/package.json'), '{"name": "a \\u2014 b"}');
      const above = ['x', 'kit', '-c', 'ls ..'];
      expect(runIn(at('project'), SHOW, user).out).toBe(`${at('project')} \npackage.json\nsub\n`);
      expect(runIn(at('project/sub'), above, user).out).toBe('sub\n');
      const home = { ...user, HOME: at('project') };
      expect(runIn(at('project'), SHOW, home).out).toMatch(/ \n$/);
      expect(runIn(at('project/sub'), SHOW, home).out).toBe(`${at('project/sub')} \n`);
    });

    test.runIf(engine === 'docker')('what is kept for a directory is ended there', () => {
      expect(runIn(at('project'), SHOW, user).status).toBe(0);
      const { out } = runIn(at('project'), ['ps', '--json'], user);
      expect(JSON.parse(out)).toMatchObject({ containers: [{ project: at('project') }] });
      expect(runIn(at('project'), ['down'], user).out).toBe(`ended kit of ${at('project')}\n`);
      expect(runIn(at('project'), ['ps'], user).out).toBe('no container runs\n');
      mkdirSync(at('home'));
      const atHome = { ...user, HOME: at('home') };
      expect(runIn(at('home'), SHOW, atHome).status).toBe(0);
      expect(runIn(at('home'), ['down'], atHome).out).toContain('ended kit\n');
    });

    test('another directory of the same name is another directory', () => {
      for (const name of ['one', 'other']) {
        mkdirSync(at(name));
        writeFileSync(at(name, name), '');
      }
      symlinkSync('one', at('here'));
      expect(runIn(at('here'), SHOW, user).out).toBe(`${at('here')} \none\n`);
      rmSync(at('here'));
      symlinkSync('other', at('here'));
      expect(runIn(at('here'), SHOW, user).out).toBe(`${at('here')} \nother\n`);
    });

    test("in the caller's home it starts in a home of its own, and Node has files that are named", () => {
      mkdirSync(at('home'));
      writeFileSync(at('home/secret'), '');
      const atHome = { ...user, HOME: at('home') };
      const keep = ['x', 'kit', '-c', '[ "$PWD" = "$(pwd -P)" ] && ls -A && echo >>kept'];
      expect(runIn(at('home'), keep, atHome)).toMatchObject({ status: 0, out: '' });
      started();
      expect(runIn(at('home'), keep, atHome)).toEqual({ status: 0, out: 'kept\n', said: '' });
      expect(started()).toEqual([]);
      expect(existsSync(at('home/kept'))).toBe(false);
      const { status, said } = runIn(at('home'), ['x', 'kit', 'secret'], atHome);
      expect(status).toBe(125);
      expect(said).toContain(at('home/secret'));
      expect(started()).toEqual(['x']);
    });
  });
});

test(
  'in a repository without a config Node is started once, until its files say something else',
  { timeout: 600_000 },
  () => {
    const repository = at('repository');
    cpSync(join(import.meta.dirname, '../fixtures/init/pyenv'), repository, { recursive: true });
    mkdirSync(join(repository, '.git'));
    mkdirSync(join(repository, 'sub'));
    // What is built from packages is kept between runs.
    const { XDG_CACHE_HOME = '' } = tackleEnv();
    const said = (words: readonly string[], cwd = repository) =>
      runIn(cwd, words, { ...env('docker'), XDG_CACHE_HOME });
    for (const node of [['+prepare'], []]) {
      expect(said(['python2.7', 'hello.py'])).toMatchObject({ status: 0, out: 'hello\n' });
      expect(started()).toEqual(node);
      expect(said(['python2.7', '../hello.py'], join(repository, 'sub')).out).toBe('hello\n');
      expect(started()).toEqual(node);
    }
    writeFileSync(join(repository, '.python-version'), '3.11\n');
    expect(said(['python', '--version']).out).toMatch(/^Python 3\.11\./);
    expect(said(['python2.7', 'hello.py'])).toMatchObject({ status: 127, out: '' });
  },
);

test('a dev container takes Node at each launch, which finds out only once that it does', () => {
  const container = { image: rig().kit.tag };
  rmSync(at('project/tackle.yaml'));
  writeFileSync(at('project/.devcontainer.json'), JSON.stringify(container));
  const words = ['bash', '-c', 'echo here'];
  expect(run(words)).toMatchObject({ status: 0, out: 'here\n' });
  expect(started()).toEqual(['+prepare', 'bash']);
  expect(run(words)).toEqual({ status: 0, out: 'here\n', said: '' });
  expect(started()).toEqual(['bash']);
  writeFileSync(at('project/.devcontainer.json'), JSON.stringify({ ...container, name: 'other' }));
  expect(run(words).out).toBe('here\n');
  expect(started()).toEqual(['+prepare', 'bash']);
  expect(run(['bash', '-c', 'echo >file']).status).toBe(0);
  expect(run(words).out).toBe('here\n');
  expect(started()).toEqual(['bash', 'bash']);
});

test('a toolbox that there is not is missed once', () => {
  const { status, out, said } = run(['x', 'nothing', 'there']);
  expect({ status, out }).toEqual({ status: 125, out: '' });
  expect(said.match(/`nothing`/g)).toHaveLength(1);
  expect(started()).toEqual(['+prepare']);
});

test(
  'a shell in a repository without a config is of the version that its files ask for',
  { timeout: 600_000 },
  () => {
    rmSync(at('project/tackle.yaml'));
    writeFileSync(at('project/package.json'), '{"devDependencies": {"tackle": "^1"}}');
    writeFileSync(at('project/.python-version'), '3.11\n');
    const { XDG_CACHE_HOME = '' } = tackleEnv();
    const words = ['shell', 'python', '-c', 'python3 --version'];
    const { out } = runIn(at('project'), words, { ...env('docker'), XDG_CACHE_HOME });
    expect(out).toMatch(/^Python 3\.11\./);
    expect(started().at(-1)).toBe('shell');
  },
);

test('what a project asks for more than is given without a question, Node asks for', () => {
  const config = readFileSync(at('project/tackle.yaml'), 'utf8');
  writeFileSync(at('project/tackle.yaml'), `env: [AWS_SECRET_ACCESS_KEY]\n${config}`);
  const untrusted = { ...env('docker'), TACKLE_TRUST: '' };
  const { status, said } = runIn(at('project'), ['x', 'kit', '-c', 'true'], untrusted);
  expect(status).toBe(125);
  expect(said).toContain('[trust/not-trusted]');
  expect(started()).toEqual(['+prepare', 'x']);
});

test('words arrive byte for byte', () => {
  const bytes = `'x = sys.argv[1]; print(x.encode("utf-8", "surrogateescape").hex())'`;
  const text = `python3 -c "import sys; "${bytes} $'\\xff\\x01\\n'`;
  expect(line(`"$TACKLE" ${text}`).out).toBe('ff010a\n');
});

test('variables arrive byte for byte, but for those that no shell can name', () => {
  const config = readFileSync(at('project/tackle.yaml'), 'utf8');
  writeFileSync(at('project/tackle.yaml'), `env: [ODD, 'ODD_*']\n${config}`);
  run(['trust', '--yes']);
  const shown = `'env -0 | grep -z -a -i ^odd | od -A n -c'`;
  const odd = `env ODD=$'\\xff\\n' ODD_a.b=1`;
  expect(line(`${odd} "$TACKLE" bash -c ${shown}`).out.trim().split(/ +/)).toEqual([
    ...['O', 'D', 'D', '='],
    ...['377', '\\n', '\\0'],
  ]);
});

test.each(['bash', 'dash', 'busybox'])('read by %s as sh it says nothing of its own', (shell) => {
  const found = spawnSync('sh', ['-c', `command -v ${shell}`], { encoding: 'utf8' });
  symlinkSync(found.stdout.trim(), at('sh'));
  const text = `'${at('sh')}' "$TACKLE" bash -c 'echo here; exit 4'`;
  expect(line(text)).toMatchObject({ status: 4, out: 'here\n' });
  started();
  expect(line(text)).toEqual({ status: 4, out: 'here\n', said: '' });
  expect(started()).toEqual([]);
});

test.each([
  ['nobody says whose home it is', 'unset HOME XDG_CACHE_HOME; '],
  ['the cache is for reading alone', 'export XDG_CACHE_HOME=/sys/none; '],
])('where %s, Node runs it, and nothing is kept', (_, before) => {
  expect(line(`${before}"$TACKLE" bash -c 'echo here'`)).toMatchObject({ out: 'here\n' });
  expect(started().at(-1)).toBe('bash');
  expect(existsSync(at('cache'))).toBe(false);
});

test('a link to a link to it is as good', () => {
  symlinkSync(FRONT, at('one'));
  symlinkSync('one', at('two'));
  expect(run(['bash', '-c', 'echo here'], 'docker', at('two')).out).toBe('here\n');
  expect(started()).toEqual(['+prepare']);
  expect(run(['bash', '-c', 'echo here'], 'docker', at('two')).out).toBe('here\n');
  expect(started()).toEqual([]);
});

describe('Node has', () => {
  test("all commands of Tackle's own that run no tool, and bin/tackle knows them", () => {
    const text = readFileSync(FRONT, 'utf8');
    const [, known = ''] = /case \$\{1-\} in\n([^]*?)\n\*\)/.exec(text) ?? [];
    const tools = ['run', 'x', 'shell'];
    const words = known.match(/[a-z]+/g);
    expect(words).toEqual(COMMANDS.map(({ name }) => name).filter((name) => !tools.includes(name)));
    // One of them wins over a command of the project.
    expect(run(['search', 'pdflatex']).out).toContain('latex');
    expect(started()).toEqual(['search']);
  });

  test.each([
    ['an option', ['--fresh', 'bash', '-c', 'echo fresh'], { status: 0, out: 'fresh\n' }],
    ['help', ['run', '--help'], { status: 0 }],
    ['an option that there is not', ['run', '--nothing'], { status: 125, out: '' }],
    ['an unknown command', ['nothing'], { status: 127, out: '' }],
    ['a word that no command can be', ['../bash'], { status: 127, out: '' }],
    ['no command', ['run', '--'], { status: 125, out: '' }],
    ['no toolbox', ['x'], { status: 125, out: '' }],
    ['help of a toolbox', ['x', '--help'], { status: 0 }],
  ])('%s', (_, words, ran) => {
    expect(run(words)).toMatchObject(ran);
    expect(started()).toEqual([words[0]]);
  });

  test('a launch that somebody wants to know about', () => {
    const { out, said } = line('TACKLE_LOG=1 "$TACKLE" bash -c "echo told"');
    expect(out).toBe('told\n');
    expect(said).toContain('tackle: plan: ');
    expect(started()).toEqual(['bash']);
  });

  test('what is asked where there is no project', () => {
    const { status, said } = line('cd .. && "$TACKLE" bash');
    expect(status).toBe(127);
    expect(said).toContain('hint: ');
    expect(started()).toEqual(['+prepare']);
  });
});

describe('a signal that comes when a preparation is done with hearing signals', () => {
  /** A `node` that lets it pass, prepares nothing, and is seen to run the command itself. */
  const DEAF = `#!/bin/sh
case $2 in
+prepare) trap '' TERM USR1; echo prepares >>"$SAID"; until [ -e "$SENT" ]; do sleep 0.02; done ;;
*) echo runs >>"$SAID" ;;
esac
`;

  async function signalled(front: string, signal: NodeJS.Signals) {
    writeFileSync(at('bin/node'), DEAF, { mode: 0o755 });
    const child = spawn('sh', ['-c', `${front} exec "$TACKLE" cat`], {
      cwd: at('project'),
      env: { ...env('docker'), TACKLE: FRONT, SAID: at('said'), SENT: at('sent') },
      stdio: 'ignore',
    });
    const ended = once(child, 'exit');
    await until(() => existsSync(at('said')), { within: 30_000, what: 'a preparation' });
    child.kill(signal);
    writeFileSync(at('sent'), '');
    const [status, by] = (await ended) as [number | null, NodeJS.Signals | null];
    return { end: status ?? by, said: readFileSync(at('said'), 'utf8') };
  }

  test.each(['SIGTERM', 'SIGUSR1'] as const)('ends the launch: %s', async (signal) => {
    expect(await signalled('', signal)).toEqual({ end: signal, said: 'prepares\n' });
  });

  test('is nothing to one that ignores it', async () => {
    const ignored = await signalled("trap '' USR1;", 'SIGUSR1');
    expect(ignored).toEqual({ end: 0, said: 'prepares\nruns\n' });
  });
});

test('without Node, what is prepared runs, and all else says what is missing', () => {
  run(['bash', '-c', 'true']);
  mkdirSync(at('few'));
  for (const name of ['sh', 'uname', 'readlink']) symlinkSync(`/bin/${name}`, at('few', name));
  const without = (words: string) => line(`PATH='${at('few')}'; "$TACKLE" ${words}`);
  expect(without('bash -c "exit 5"')).toEqual({ status: 5, out: '', said: '' });
  const missing = `tackle: needs Node 20.19 or newer, and there is none on PATH\nhint: install Node, or put it on PATH\n`;
  for (const words of ['list', '--version', 'nothing', 'cat']) {
    expect(without(words)).toEqual({ status: 125, out: '', said: missing });
  }
});

test('a shim for `node` lets Tackle pass', () => {
  writeFileSync(
    at('project/tackle.yaml'),
    `toolboxes:\n  kit: {image: '${rig().kit.tag}', network: none, commands: [node]}\n`,
  );
  const shims = ['shims', 'install', '--dir', at('shims'), 'node'];
  expect(run(shims)).toMatchObject({ status: 0 });
  chmodSync(at('shims'), 0o755);
  const ran = line(`PATH='${at('shims')}':$PATH; "$TACKLE" node -p 6*7 && "$TACKLE" list`);
  expect(ran).toMatchObject({ status: 0, said: '' });
  expect(ran.out).toMatch(/^42\nnode /);
});
