import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRegistry, type Registry } from '../rig/registry.ts';
import { runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { tinyImage } from '../rig/tiny-image.ts';
import { Undo } from '../rig/undo.ts';
import { asUser, ordinaryUser } from '../rig/user.ts';

/* `tackle.lock` against a real registry: what it says runs, whatever its tags mean by now. */

const undo = new Undo();
afterAll(() => undo[Symbol.asyncDispose]());
let registry: Registry;
beforeAll(async () => {
  const directory = scratch('locked-registry');
  undo.defer(() => directory[Symbol.dispose]());
  registry = undo.use(await startRegistry(directory.path));
});

function docker(...words: readonly string[]): string {
  return execFileSync('docker', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

interface Pushed {
  readonly digest: string;
  readonly config: string;
}

/** Makes an image that says these words, pushes it, and leaves it in the registry alone. */
function pushed(name: string, words: string): Pushed {
  using image = tinyImage(name, 0, words);
  docker('push', name);
  const format = '{{index .RepoDigests 0}} {{.Id}}';
  const [reference = '', config = ''] = docker('image', 'inspect', '-f', format, image.name)
    .trim()
    .split(' ');
  docker('image', 'rm', '--force', reference);
  return { digest: reference.split('@')[1] ?? '', config };
}

/** A project in which `hello` runs an image, with a store and a cache of its own. */
function projectOf(image: string, engine: string) {
  const directory = scratch('locked');
  const { path } = directory;
  const ask = (reference: string) => {
    const settings = `image: '${reference}', network: none, commands: [hello]`;
    writeFileSync(join(path, 'tackle.yaml'), `toolboxes:\n  t: {${settings}}\n`);
  };
  ask(image);
  const env = {
    TACKLE_ENGINE: engine,
    XDG_CONFIG_HOME: join(path, '.config'),
    XDG_DATA_HOME: join(path, '.data'),
    XDG_CACHE_HOME: join(path, '.cache'),
    // What a Docker has would be taken over by the engine `embedded`.
    ...(engine === 'embedded' && { DOCKER_HOST: 'unix:///nowhere.sock' }),
  };
  const lockFile = join(path, 'tackle.lock');
  return {
    path,
    ask,
    env,
    lockFile,
    lockText: () => readFileSync(lockFile, 'utf8'),
    tackle: async (...argv: readonly string[]) => {
      const { status, stdout, stderr } = await runTackle(['-q', ...argv], { cwd: path, env });
      return { status, stdout: stdout.toString(), stderr: stderr.toString() };
    },
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}

const HEAD = `# What the tools of this project are, exactly. Commit this file.
# \`tackle lock\` writes what is missing, \`tackle update\` what is newer.
lock = 1
`;

function lockOf(image: string, { digest, config }: Pushed): string {
  return `${HEAD}
[toolbox.t]
image = "${image}"
digest = "${digest}"

[toolbox.t."linux/amd64"]
manifest = "${digest}"
config = "${config}"
`;
}

function said(stdout: string) {
  return { status: 0, stdout, stderr: '' };
}

const short = (digest: string) => digest.slice(0, 19);

describe.each(['docker', 'embedded'])('on %s', (engine) => {
  test('a tag that moves changes nothing until somebody updates', async () => {
    const image = `${registry.address}/moving-${engine}:1`;
    const before = pushed(image, 'before');
    using project = projectOf(image, engine);
    undo.defer(() => forget(image));

    expect(await project.tackle('lock', '--check')).toEqual({
      status: 1,
      stdout: 't  not locked  `tackle.lock` has no entry for it\n',
      stderr: '',
    });
    expect(await project.tackle('--frozen', 'hello')).toEqual({
      status: 125,
      stdout: '',
      stderr: `tackle: \`t\` is not locked, and \`--frozen\` runs only what is: \`tackle.lock\` has no entry for it [lock/not-locked]
hint: write it down with \`tackle lock\`, and commit \`tackle.lock\`
`,
    });
    expect(await project.tackle('lock')).toEqual(said('t  added\n'));
    expect(project.lockText()).toBe(lockOf(image, before));
    expect(await project.tackle('lock')).toEqual(said('t  locked\n'));
    expect(await project.tackle('lock', '--check')).toEqual(said('t  locked\n'));
    expect(await project.tackle('outdated')).toEqual(said(''));
    const loud = await runTackle(['outdated'], { cwd: project.path, env: project.env });
    expect(loud.stdout.toString()).toBe('');
    expect(loud.stderr.toString()).toContain('nothing newer than what is locked');
    expect(await project.tackle('hello')).toEqual(said('before\n'));

    const after = pushed(image, 'after');
    expect(after.digest).not.toBe(before.digest);
    expect(await project.tackle('hello')).toEqual(said('before\n'));
    const plan = JSON.parse((await project.tackle('plan', 'hello')).stdout) as { image: unknown };
    expect(plan.image).toMatchObject({ digest: before.digest, exact: { config: before.config } });
    const outdated = await project.tackle('outdated');
    expect(outdated.stdout.replace(/(\d+\.\d → )?\d+\.\d MB/, '…')).toBe(
      `TOOLBOX  WHAT    BEFORE               AFTER                SIZE\n` +
        `t        digest  ${short(before.digest)}  ${short(after.digest)}  …\n`,
    );
    expect(await project.tackle('lock')).toEqual(said('t  locked\n'));
    expect(project.lockText()).toBe(lockOf(image, before));

    expect(await project.tackle('update')).toEqual(said(outdated.stdout));
    expect(project.lockText()).toBe(lockOf(image, after));
    expect(await project.tackle('pull')).toEqual(said('t  present\n'));
    expect(await project.tackle('--frozen', 'hello')).toEqual(said('after\n'));
    expect(await project.tackle('update')).toEqual(said(''));
    // The old one can still be had: the digest is in the registry.
    writeFileSync(project.lockFile, lockOf(image, before));
    expect(await project.tackle('--frozen', 'hello')).toEqual(said('before\n'));
  });

  test('who asks for something else is told, and with `--frozen` refused', async () => {
    const [one, two] = [
      `${registry.address}/asked-${engine}:1`,
      `${registry.address}/asked-${engine}:2`,
    ];
    const first = pushed(one, 'one');
    const second = pushed(two, 'two');
    using project = projectOf(one, engine);
    for (const image of [one, two]) undo.defer(() => forget(image));
    expect(await project.tackle('lock')).toEqual(said('t  added\n'));
    project.ask(two);
    const why = `\`tackle.lock\` has the image \`${one}\`, and the image \`${two}\` is asked for now`;
    expect(await project.tackle('lock', '--check')).toEqual({
      status: 1,
      stdout: `t  not locked  ${why}\n`,
      stderr: '',
    });
    expect(await project.tackle('--frozen', 'hello')).toMatchObject({
      status: 125,
      stderr: expect.stringContaining(`runs only what is: ${why} [lock/not-locked]`) as string,
    });
    expect(await project.tackle('hello')).toEqual(said('two\n'));
    expect(project.lockText()).toBe(lockOf(one, first));
    expect(await project.tackle('lock')).toEqual(said(`t  changed  ${why}\n`));
    expect(project.lockText()).toBe(lockOf(two, second));

    writeFileSync(join(project.path, 'tackle.yaml'), 'commands: {}\n');
    const left = (state: string) => `t  ${state}  nothing in the project asks for it\n`;
    expect(await project.tackle('lock', '--check')).toEqual({
      ...said(left('not asked for')),
      status: 1,
    });
    expect(await project.tackle('lock')).toEqual(said(left('removed')));
    expect(project.lockText()).toBe(HEAD);
  });
});

test('what cannot be had keeps nothing else from being locked', async () => {
  const image = `${registry.address}/had:1`;
  const made = pushed(image, 'had');
  using project = projectOf(image, 'embedded');
  const gone = `${registry.address}/never-there:1`;
  const other = `  u: {image: '${gone}', network: none, commands: [other]}\n`;
  const config = join(project.path, 'tackle.yaml');
  const asked = readFileSync(config, 'utf8');
  writeFileSync(config, `toolboxes:\n${other}`);
  for (const command of ['lock', 'update']) {
    expect(await project.tackle(command)).toMatchObject({ status: 125, stdout: '' });
    expect(existsSync(project.lockFile)).toBe(false);
  }
  writeFileSync(config, asked + other);
  const { status, stdout, stderr } = await project.tackle('update');
  expect({ status, stdout: stdout.includes(short(made.digest)) }).toEqual({
    status: 125,
    stdout: true,
  });
  expect(stderr).toContain(gone);
  expect(project.lockText()).toBe(lockOf(image, made));
});

/** Takes what was pulled of an image out of Docker again. */
function forget(image: string): void {
  const [repository = ''] = image.split(/:(?=[^/]*$)/);
  const format = '{{.Repository}}@{{.Digest}}';
  const there = docker('image', 'ls', '--digests', '--format', format, repository);
  for (const name of there.split('\n').filter((line) => line.includes('@sha256:'))) {
    docker('image', 'rm', '--force', name);
  }
}

describe('a lock file that cannot be used', () => {
  const image = 'registry.invalid/hello:1';
  const good = lockOf(image, {
    digest: `sha256:${'a'.repeat(64)}`,
    config: `sha256:${'b'.repeat(64)}`,
  });

  test.each([
    ['conflict', `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> theirs\n`, 1],
    ['newer', good.replace('lock = 1', 'lock = 7'), 3],
    ['malformed', good.replace('sha256:a', 'sha256:X'), 5],
  ])('is named and left alone: %s', async (code, text, line) => {
    using project = projectOf(image, 'embedded');
    writeFileSync(project.lockFile, text);
    for (const argv of [['hello'], ['lock'], ['lock', '--check'], ['update'], ['pull']]) {
      const { status, stdout, stderr } = await project.tackle(...argv);
      expect({ argv, status, stdout }).toEqual({ argv, status: 125, stdout: '' });
      expect(stderr).toContain(`[lock/${code}]`);
      expect(stderr).toContain(`tackle.lock:${line}:`);
    }
    expect(project.lockText()).toBe(text);
  });

  test('in a checkout that may not be written, the one before stays', async () => {
    const tag = `${registry.address}/read-only:1`;
    pushed(tag, 'hello');
    using project = projectOf(tag, 'embedded');
    const user = ordinaryUser();
    const run = (...argv: readonly string[]) =>
      runTackle(['-q', ...argv], {
        cwd: project.path,
        env: { ...project.env, ...directoriesBelow(user.home) },
        through: asUser(user),
      });
    chmodSync(project.path, 0o755);
    const { status, stderr } = await run('lock');
    expect(stderr.toString()).toContain('[lock/unwritable]');
    expect(status).toBe(125);
    expect((await run('lock', '--check')).status).toBe(1);
    chownSync(project.path, user.uid, user.gid);
    expect((await run('lock')).status).toBe(0);
    chownSync(project.path, 0, 0);
    expect((await run('lock', '--check')).stdout.toString()).toBe('t  locked\n');
  });
});

/** A cache and a store that an ordinary user may write. */
function directoriesBelow(home: string) {
  return {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.data'),
    XDG_CACHE_HOME: join(home, '.cache'),
  };
}

test('of two who lock at once, both are heard', async () => {
  const names = ['a', 'b', 'c', 'd'];
  const images = names.map((name) => `${registry.address}/at-once-${name}:1`);
  for (const image of images) pushed(image, 'hello');
  using project = projectOf(images[0]!, 'embedded');
  const toolboxes = names.map(
    (name, at) => `  ${name}: {image: '${images[at]}', commands: [h${name}]}`,
  );
  writeFileSync(join(project.path, 'tackle.yaml'), `toolboxes:\n${toolboxes.join('\n')}\n`);
  const locked = await Promise.all(names.map((name) => project.tackle('lock', name)));
  expect(locked).toEqual(names.map((name) => said(`${name}  added\n`)));
  const all = names.map((name) => `${name}  locked\n`).join('');
  expect(await project.tackle('lock', '--check')).toEqual(said(all));
});

test('what two branches lock is merged as text', async () => {
  const names = ['a', 'm', 'z'];
  const images = names.map((name) => `${registry.address}/merged-${name}:1`);
  for (const image of images) pushed(image, 'hello');
  using project = projectOf(images[0]!, 'embedded');
  const toolboxes = names.map(
    (name, at) => `  ${name}: {image: '${images[at]}', commands: [h${name}]}`,
  );
  writeFileSync(join(project.path, 'tackle.yaml'), `toolboxes:\n${toolboxes.join('\n')}\n`);
  const after = async (...words: readonly string[]) => {
    await project.tackle('lock', ...words);
    return project.lockText();
  };
  const base = await after('m');
  const ours = await after('a');
  writeFileSync(project.lockFile, base);
  const theirs = await after('z');
  const files = { base, ours, theirs };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(project.path, name), text);
  execFileSync('git', ['merge-file', 'ours', 'base', 'theirs'], { cwd: project.path });
  const merged = readFileSync(join(project.path, 'ours'), 'utf8');
  expect(merged).toBe(await after());
  expect(await project.tackle('lock', '--check')).toMatchObject({ status: 0 });
});

/** A project of packages that are built for it. */
function packagesProject() {
  const project = projectOf('unused.invalid/x:1', 'embedded');
  const settings = 'debian: bookworm, packages: [hello], network: none, commands: [hello]';
  writeFileSync(join(project.path, 'tackle.yaml'), `toolboxes:\n  greeter: {${settings}}\n`);
  return project;
}

test('packages are locked as they were built, and run frozen', { timeout: 600_000 }, async () => {
  using project = packagesProject();
  expect(await project.tackle('hello', '-t')).toEqual(said('hello, world\n'));
  // What is there already is not built again for the lock: no mirror is asked.
  const nowhere = { ...project.env, TACKLE_DEBIAN_MIRROR: 'http://mirror.invalid/debian' };
  const locked = await runTackle(['lock'], { cwd: project.path, env: nowhere });
  expect(locked.stderr.toString()).toBe('');
  expect(locked.stdout.toString()).toBe('greeter  added\n');
  const lock = project.lockText();
  expect(lock).toMatch(/^rootfs = "sha256:[0-9a-f]{64}"$/m);
  expect(lock).toMatch(/^ {2}"hello [0-9.-]+(\+b[0-9]+)? amd64 sha256:[0-9a-f]{64}",$/m);
  expect(await project.tackle('--frozen', 'hello', '-t')).toEqual(said('hello, world\n'));
  expect(await project.tackle('lock', '--check')).toEqual(said('greeter  locked\n'));
  const updated = await runTackle(['update'], { cwd: project.path, env: project.env });
  expect(updated.stderr.toString()).toContain('nothing newer than what is locked');
  expect(updated.stderr.toString()).not.toContain('build bookworm');
  expect(project.lockText()).toBe(lock);

  // Under another digest it is built, comes out as it was, and is refused.
  const digest = /rootfs = "(.*)"/.exec(lock)?.[1] ?? '';
  const other = `sha256:${'0'.repeat(64)}`;
  writeFileSync(project.lockFile, lock.replace(digest, other));
  const refused = await project.tackle('hello');
  expect(refused).toMatchObject({ status: 125, stdout: '' });
  for (const part of [digest, other, '[images/rootfs-differs]']) {
    expect(refused.stderr).toContain(part);
  }
});

test('what is newer in the mirror than what is locked is shown, and nothing is built', async () => {
  using project = packagesProject();
  const digest = `sha256:${'a'.repeat(64)}`;
  writeFileSync(
    project.lockFile,
    `${HEAD}
[toolbox.greeter]
debian = "bookworm"
packages = [
  "hello",
]

[toolbox.greeter."linux/amd64"]
rootfs = "${digest}"
epoch = 1700000000
packages = [
  "hello 2.10-1 amd64 ${digest}",
]
`,
  );
  const { status, stdout } = await project.tackle('outdated');
  expect({ status, stdout: stdout.replace(/2\.10-[2-9]\S*/, 'NEWER') }).toEqual({
    status: 0,
    stdout: 'TOOLBOX  WHAT   BEFORE  AFTER\ngreeter  hello  2.10-1  NEWER\n',
  });
});
