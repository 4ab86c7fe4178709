import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { callerCalled, CALLERS, type Caller } from '../rig/callers.ts';
import { rig } from '../rig/rig.ts';
import { runTackle, type TackleOptions } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

const READ_ONLY = 'Read-only file system';

/** What each argument (or what follows its `=`) holds, and why it cannot be written to. */
const LOOK = `
import os, sys
for argument in sys.argv[1:]:
    path = argument.split('=')[-1]
    whole = os.path.isdir(path)
    print(os.listdir(path) if whole else open(path).read())
    try: open(os.path.join(path, 'new') if whole else path, 'a')
    except OSError as error: print(os.strerror(error.errno))
`;

/**
 * A project that shares what arguments of `python3` name, and nothing with `plain`, and a directory beside
 * it, in a directory of the caller's.
 */
function projectIn(box: string, caller: Caller = callerCalled('root')) {
  const [project, outside] = [join(box, 'project'), join(box, 'outside')];
  const [file, inner] = [join(outside, 'file'), join(outside, 'dir/inner')];
  mkdirSync(join(outside, 'dir'), { recursive: true });
  mkdirSync(project);
  const config = join(project, 'tackle.yaml');
  writeFileSync(
    config,
    `toolboxes:\n  kit: {image: '${rig().kit.tag}', network: none, commands: [python3]}\n` +
      `commands:\n  python3: {toolbox: kit, share: [argument-files]}\n  plain: kit\n`,
  );
  writeFileSync(file, 'a file');
  writeFileSync(inner, '');
  symlinkSync('file', join(outside, 'link'));
  symlinkSync('../outside/link', join(project, 'leading-out'));
  caller.own(box, project, config, outside, join(outside, 'dir'), file, inner);
  return { project, outside };
}

/** Both outputs of `python3 -c SCRIPT ARGUMENT…`. */
async function python(script: string, args: readonly string[], options: TackleOptions) {
  const end = await runTackle(['python3', '-c', script, ...args], options);
  return [end.stdout.toString(), end.stderr.toString()];
}

/** How an argument may name `outside/file`, and the one name that is in `outside` for it. */
const FORMS = [
  ['absolute', (outside: string) => join(outside, 'file'), 'file'],
  ['relative', () => '../outside/file', 'file'],
  ['in an option', (outside: string) => `--in=${join(outside, 'file')}`, 'file'],
  ['by a link', (outside: string) => join(outside, 'link'), 'link'],
  ['by a link in the project', () => 'leading-out', 'link'],
] as const;

describe('what an argument names outside of the project', () => {
  test.for(CALLERS)('can be read and not written, however it is named: %s', async (who) => {
    const caller = callerCalled(who);
    using box = scratch('outside');
    const { project, outside } = projectIn(box.path, caller);
    const args = [...FORMS.map(([, form]) => form(outside)), '../outside/dir'];
    const files = FORMS.map(() => `a file\n${READ_ONLY}\n`).join('');
    const options = { cwd: project, ...caller.launching() };
    expect(await python(LOOK, args, options)).toEqual([`${files}['inner']\n${READ_ONLY}\n`, '']);
  });

  test.for([...FORMS, ['as a directory', () => '../outside/dir', 'dir'] as const])(
    'is all that is there: %s',
    async ([, form, name]) => {
      using box = scratch('outside');
      const { project, outside } = projectIn(box.path);
      const look = `import os; print(os.listdir('${outside}'))`;
      const said = await python(look, [form(outside)], { cwd: project });
      expect(said).toEqual([`['${name}']\n`, '']);
    },
  );

  test.for([...FORMS, ['as a directory', () => '../outside/dir'] as const])(
    'is not there for a command that does not share it: %s',
    async ([, form]) => {
      using box = scratch('outside');
      const { project, outside } = projectIn(box.path);
      const end = await runTackle(['plain', '-c', LOOK, form(outside)], { cwd: project });
      expect([end.status, end.stdout.length]).toEqual([125, 0]);
      expect(end.stderr.toString()).toContain('write `share: [argument-files]` in the config');
    },
  );

  // Below /srv the mount points are made in the root file system, by root; elsewhere in a private directory.
  test.runIf(userInfo().uid === 0).for(CALLERS)('may have any name: %s', async (who) => {
    const caller = callerCalled(who);
    const box = mkdtempSync(join('/srv', `tackle test: it's "a", ü-`));
    try {
      const { project, outside } = projectIn(box, caller);
      const args = ['../outside/file', join(outside, 'dir')];
      expect(await python(LOOK, args, { cwd: project, ...caller.launching() })).toEqual([
        `a file\n${READ_ONLY}\n['inner']\n${READ_ONLY}\n`,
        '',
      ]);
    } finally {
      rmSync(box, { recursive: true });
    }
  });

  test.for(CALLERS)('may lie in the home, and leaves there what is the tool’s: %s', async (who) => {
    const caller = callerCalled(who);
    using box = scratch('outside');
    const { project } = projectIn(box.path, caller);
    const home = join(box.path, 'home');
    const notes = join(home, 'docs/notes');
    mkdirSync(join(home, 'docs'), { recursive: true });
    writeFileSync(notes, 'my notes');
    caller.own(home, join(home, 'docs'), notes);
    const options = { cwd: project, ...caller.launching(home) };
    expect(await python(LOOK, [notes], options)).toEqual([`my notes\n${READ_ONLY}\n`, '']);
    const later = `
import os
os.chdir(os.path.expanduser('~/docs'))
print(os.stat('notes').st_size, os.stat('notes').st_uid == os.getuid())
open('notes', 'w').write('of the toolbox')
`;
    expect(await python(later, [], options)).toEqual(['0 True\n', '']);
    expect(await python(LOOK, [notes], options)).toEqual([`my notes\n${READ_ONLY}\n`, '']);
    expect(statSync(notes).size).toBe('my notes'.length);
  });

  test('is never a key, or the whole home', async () => {
    using box = scratch('outside');
    const { project } = projectIn(box.path);
    const home = join(box.path, 'home');
    mkdirSync(join(home, '.ssh'), { recursive: true });
    writeFileSync(join(home, '.ssh/id'), '');
    symlinkSync('../home/.ssh/id', join(project, 'innocent'));
    const options = { cwd: project, env: { HOME: home } };
    const [key, whole] = await Promise.all([
      python(LOOK, ['innocent'], options),
      python(LOOK, [home], options),
    ]);
    expect(key.join('')).toContain(`and is never shared: \`${home}/.ssh\` holds credentials`);
    expect(whole.join('')).toContain('and is never shared: it is your whole home directory');
  });

  test('may be a thousand files', async () => {
    using box = scratch('outside');
    const { project, outside } = projectIn(box.path);
    const names = Array.from({ length: 990 }, (_, index) => join(outside, `dir/${index}`));
    for (const name of names) writeFileSync(name, 'x');
    const count = 'import sys; print(sum(len(open(name).read()) for name in sys.argv[1:]))';
    expect(await python(count, names, { cwd: project })).toEqual(['990\n', '']);
  });
});

test('a file of the home is there in the home, where the user’s own config shares what arguments name', async () => {
  using box = scratch('outside');
  const config = join(box.path, '.config/tackle');
  mkdirSync(config, { recursive: true });
  writeFileSync(
    join(config, 'config.yaml'),
    `share: [argument-files]\ntoolboxes:\n  kit: {image: '${rig().kit.tag}', network: none, commands: [python3]}\n`,
  );
  writeFileSync(join(box.path, 'notes'), 'my notes');
  const options = { cwd: box.path, env: { HOME: box.path, XDG_CONFIG_HOME: undefined } };
  expect(await python(LOOK, ['notes'], options)).toEqual([`my notes\n${READ_ONLY}\n`, '']);
});
