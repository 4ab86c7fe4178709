import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  LOCAL_CONFIG_NAMES,
  PROJECT_CONFIG_NAMES,
  USER_CONFIG_NAMES,
} from '../../src/host/config-texts.ts';
import { ask, compileFront, place } from './front.ts';

const here = place();
const program = join(here.path, 'front');
beforeAll(() => compileFront(program), 60_000);
afterAll(() => here[Symbol.dispose]());

const root = join(here.path, 'root');
const project = join(root, 'project');
beforeEach(() => mkdirSync(join(project, 'sub'), { recursive: true }));
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** What launch finds from a directory of the project: whether the command `tool` is named, and where. */
function found(env: Readonly<Record<string, string>> = {}): string {
  const whole = { HOME: join(root, 'home'), ...env };
  return ask(program, ['project', join(project, 'sub')], { cwd: root, env: whole }).trim();
}

describe('the nearest config', () => {
  test.each(PROJECT_CONFIG_NAMES.filter((name) => name !== 'package.json'))('%s', (name) => {
    write(`project/${name}`, 'commands: {tool: python}');
    write('tackle.yaml', 'commands: {other: python}');
    expect(found()).toBe(`named ${project}`);
  });

  test.each([
    ['with the key', '{"tackle": {"commands": {"tool": "python"}}}', `named ${project}`],
    ['with the key in other letters', '{"\\u0074ackle": {"tool": 1}}', `named ${project}`],
    ['without it', '{"name": "tool"}', 'unnamed'],
  ])('a package.json %s', (_title, text, said) => {
    write('project/package.json', text);
    expect(found()).toBe(said);
  });

  test.each(LOCAL_CONFIG_NAMES)('and %s beside it', (name) => {
    write('project/tackle.yaml', '');
    write(`project/${name}`, 'commands: {tool: python}');
    expect(found()).toBe(`named ${project}`);
  });

  test.each(USER_CONFIG_NAMES)('and the user’s own %s', (name) => {
    write(`home/.config/tackle/${name}`, 'commands: {tool: python}');
    expect(found()).toBe('named');
    write(`elsewhere/tackle/${name}`, '');
    expect(found({ XDG_CONFIG_HOME: join(root, 'elsewhere') })).toBe('unnamed');
  });

  test('that cannot be read as a file is for Node to complain of', () => {
    symlinkSync('nowhere', join(project, 'tackle.yaml'));
    expect(found()).toBe(`named ${project}`);
  });
});

test.each([
  ['tool: python', 'named'],
  ['mytool tool2 tool.x tool-y tool+', 'unnamed'],
  ['"tool"', 'named'],
  ['{tool}', 'named'],
  ['tools\ntool', 'named'],
  ['TOOL', 'unnamed'],
])('whether `tool` is a word of %j: %s', (text, said) => {
  write('project/tackle.yaml', text);
  expect(found().split(' ')[0]).toBe(said);
});
