import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readConfigTexts } from '../../src/host/config-texts.ts';
import type { AbsolutePath } from '../../src/kernel/brand.ts';

let top: string;

beforeEach(() => {
  top = mkdtempSync(join(realpathSync(tmpdir()), 'tackle-config-'));
});

afterEach(() => {
  rmSync(top, { recursive: true, force: true });
});

function write(name: string, content: string | Uint8Array = 'engine: docker\n'): string {
  const file = join(top, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function directory(name: string): string {
  mkdirSync(join(top, name), { recursive: true });
  return join(top, name);
}

/** The texts found from a directory below the temporary one; the user's own config is in `home`. */
function read(from: string, env: Record<string, string> = {}) {
  return readConfigTexts(join(top, from) as AbsolutePath, { HOME: join(top, 'home'), ...env });
}

describe('a project is found by', () => {
  test.each([
    ...['tackle.yaml', 'tackle.yml', 'tackle.json', '.tacklerc', '.tacklerc.yaml'],
    ...['.tacklerc.yml', '.tacklerc.json', '.config/tackle.yaml', '.config/tackle.yml'],
    '.config/tackle.json',
  ])('%s, upward', async (name) => {
    const file = write(`p/${name}`, 'text: as it is\r\n');
    directory('p/a/b');
    expect(await read('p/a/b')).toEqual({
      ok: true,
      value: [{ layer: 'project', file, root: join(top, 'p'), text: 'text: as it is\r\n' }],
    });
  });

  test('package.json with our key', async () => {
    const text = '{"tackle": {"commands": {}}}';
    const file = write('p/package.json', text);
    expect(await read('p')).toEqual({
      ok: true,
      value: [{ layer: 'project', file, root: join(top, 'p'), text, key: 'tackle' }],
    });
  });

  test('an empty file', async () => {
    write('tackle.yaml', 'engine: docker');
    const file = write('p/tackle.yaml', '');
    expect(await read('p')).toMatchObject({ value: [{ file, text: '' }] });
  });
});

test.each([
  ['without our key', '{"name": "tackle"}'],
  ['that is empty', ''],
  ['that is no object', '["tackle"]'],
  ['that is broken elsewhere', '{"name": "tackle",'],
])('a package.json %s does not stop the way up', async (_, text) => {
  write('p/package.json', text);
  const file = write('tackle.yaml');
  expect(await read('p')).toMatchObject({ value: [{ file }] });
});

test('a broken package.json that seems to hold our key is handed over', async () => {
  const file = write('p/package.json', '{"tackle": {"engine": }}');
  expect(await read('p')).toMatchObject({ value: [{ file, key: 'tackle' }] });
});

test('a directory called package.json is nothing to us', async () => {
  directory('p/package.json');
  const file = write('tackle.yaml');
  expect(await read('p')).toMatchObject({ value: [{ file }] });
});

test('no config anywhere is no text', async () => {
  directory('p');
  expect(await read('p')).toEqual({ ok: true, value: [] });
});

test('the layers come weakest first', async () => {
  const user = write('home/.config/tackle/config.yaml');
  const project = write('p/.config/tackle.yaml');
  const local = write('p/tackle.local.yaml');
  directory('p/a');
  const texts = await read('p/a');
  expect(texts).toMatchObject({
    value: [
      { layer: 'user', file: user, root: dirname(user) },
      { layer: 'project', file: project, root: join(top, 'p') },
      { layer: 'local', file: local, root: join(top, 'p') },
    ],
  });
});

test('tackle.local.yaml alone makes no project', async () => {
  write('p/tackle.local.yaml');
  expect(await read('p')).toEqual({ ok: true, value: [] });
});

test('XDG_CONFIG_HOME moves the user config, unless it is relative', async () => {
  const moved = write('xdg/tackle/config.json', '{}');
  const usual = write('home/.config/tackle/config.yml');
  directory('p');
  const absolute = await read('p', { XDG_CONFIG_HOME: join(top, 'xdg') });
  expect(absolute).toMatchObject({ value: [{ file: moved }] });
  expect(await read('p', { XDG_CONFIG_HOME: 'xdg' })).toMatchObject({ value: [{ file: usual }] });
});

test('a directory reached through a link has the parents that the shell shows', async () => {
  write('real/tackle.yaml');
  directory('real/sub');
  const file = write('p/tackle.yaml');
  symlinkSync(join(top, 'real/sub'), join(top, 'p/link'));
  expect(await read('p/link')).toMatchObject({ value: [{ file }] });
});

test('a byte order mark is taken off', async () => {
  write('p/tackle.yaml', '\uFEFFengine: docker');
  expect(await read('p')).toMatchObject({ value: [{ text: 'engine: docker' }] });
});

test('a config that is a link to a file is read', async () => {
  write('elsewhere.yaml', 'a: 1');
  directory('p');
  symlinkSync('../elsewhere.yaml', join(top, 'p/tackle.yaml'));
  expect(await read('p')).toMatchObject({
    value: [{ file: join(top, 'p/tackle.yaml'), text: 'a: 1' }],
  });
});

describe('refused, although there is a good config further up:', () => {
  let file: string;

  beforeEach(() => {
    write('tackle.yaml');
    file = join(directory('p'), 'tackle.yaml');
  });

  test('two configs in one directory', async () => {
    write('p/tackle.yaml');
    const other = write('p/package.json', '{"tackle": {}}');
    expect(await read('p')).toEqual({
      ok: false,
      error: {
        code: 'config/ambiguous',
        message: `there is more than one config here: \`${file}\` and \`${other}\``,
        hint: 'keep one of them',
      },
    });
  });

  test('two local configs', async () => {
    write('p/tackle.yaml');
    write('p/tackle.local.yaml');
    write('p/tackle.local.json', '{}');
    expect(await read('p')).toMatchObject({ error: { code: 'config/ambiguous' } });
  });

  test('a directory', async () => {
    mkdirSync(file);
    expect(await read('p')).toMatchObject({
      error: {
        code: 'config/not-a-file',
        message: `\`${file}\` is a directory, and a config is a file`,
      },
    });
  });

  test('a named pipe, without waiting for somebody to write to it', async () => {
    execFileSync('mkfifo', [file]);
    expect(await read('p')).toMatchObject({ error: { code: 'config/not-a-file' } });
  });

  test('a link that leads nowhere', async () => {
    symlinkSync('nowhere', file);
    expect(await read('p')).toMatchObject({
      error: { code: 'config/unreadable', message: `\`${file}\` cannot be read: ENOENT` },
    });
  });

  test('a link to itself', async () => {
    symlinkSync('tackle.yaml', file);
    expect(await read('p')).toMatchObject({
      error: { code: 'config/unreadable', message: `\`${file}\` cannot be read: ELOOP` },
    });
  });

  test('more than 1 MiB', async () => {
    writeFileSync(file, '#'.repeat(1024 ** 2));
    expect(await read('p')).toMatchObject({ ok: true });
    writeFileSync(file, '#'.repeat(1024 ** 2 + 1));
    expect(await read('p')).toMatchObject({
      error: {
        code: 'config/too-large',
        message: `\`${file}\` is larger than 1 MiB, and no config is`,
      },
    });
  });

  test.each([
    ['Latin-1', Buffer.from('# \xe9', 'latin1')],
    ['UTF-16', Buffer.from('\uFEFFa: 1', 'utf16le')],
    ['half a character', Buffer.from([0x61, 0xf0, 0x9f])],
  ])('%s', async (_, bytes) => {
    writeFileSync(file, bytes);
    expect(await read('p')).toMatchObject({
      error: { code: 'config/not-utf8', message: `\`${file}\` is not UTF-8 text` },
    });
  });

  test('but a replacement character that somebody wrote is text', async () => {
    writeFileSync(file, '# \uFFFD');
    expect(await read('p')).toMatchObject({ value: [{ text: '# \uFFFD' }] });
  });

  test('a file that may not be read', async () => {
    writeFileSync(file, 'engine: docker');
    chmodSync(top, 0o755);
    chmodSync(file, 0o000);
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    expect(await readInProcess(join(top, 'p'), nobody)).toMatchObject({
      error: {
        code: 'config/unreadable',
        message: `\`${file}\` cannot be read: permission denied`,
        hint: `ls -ld ${file}`,
      },
    });
  });
});

test('nothing in the project is executed', async () => {
  const proof = join(top, 'executed');
  const code = `require('node:fs').writeFileSync(${JSON.stringify(proof)}, '')`;
  const names = ['.config/config.js', '.config/config.cjs', 'tackle.config.js', '.tacklerc.js'];
  for (const name of [...names, '.config/tackle.js', 'tackle.js', '.tacklerc.cjs']) {
    write(`p/${name}`, code);
  }
  write('p/package.json', '{"cosmiconfig": {"searchPlaces": ["tackle.js"]}}');
  write('p/tackle.yaml', `$import: ./tackle.js\n`);
  const texts = await readInProcess(join(top, 'p'), { cwd: join(top, 'p') });
  expect(texts).toMatchObject({ value: [{ text: '$import: ./tackle.js\n' }] });
  expect(existsSync(proof)).toBe(false);
});

/**
 * Reads in a process of its own: as nobody, where root could read everything, or in a working
 * directory of its own.
 */
async function readInProcess(
  from: string,
  how: { readonly uid?: number; readonly gid?: number; readonly cwd?: string },
): Promise<unknown> {
  const outfile = join(top, 'read.cjs');
  await build({
    stdin: {
      contents: `
        import { readConfigTexts } from './src/host/config-texts.ts';
        readConfigTexts(${JSON.stringify(from)}, { HOME: '/' }).then((texts) =>
          console.log(JSON.stringify(texts)));`,
      resolveDir: join(import.meta.dirname, '../..'),
    },
    outfile,
    bundle: true,
    platform: 'node',
    external: ['typescript'],
    logLevel: 'error',
  });
  return JSON.parse(execFileSync(process.execPath, [outfile], { encoding: 'utf8', ...how }));
}
