import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addCommands, removeCommands } from '../../src/config/edit-commands.ts';
import type { NewCommand } from '../../src/config/insert-commands.ts';

const NEW: readonly NewCommand[] = [
  ['python', 'python@3.8'],
  ['pip', 'python@3.8'],
];

it.each([
  ['', 'commands:\n  python: python@3.8\n  pip: python@3.8\n'],
  ['# ours\n', '# ours\ncommands:\n  python: python@3.8\n  pip: python@3.8\n'],
  ['engine: docker', 'engine: docker\ncommands:\n  python: python@3.8\n  pip: python@3.8\n'],
  [
    'commands:\n    node:   node@18   # mine\n\n# the rest\nsource: packages\n',
    'commands:\n    node:   node@18   # mine\n    python: python@3.8\n    pip: python@3.8\n\n# the rest\nsource: packages\n',
  ],
  [
    'commands: # all of them\n  # none yet\n',
    'commands: # all of them\n  python: python@3.8\n  pip: python@3.8\n  # none yet\n',
  ],
  [
    'commands: {} # none\nsource: image\n',
    'commands: # none\n  python: python@3.8\n  pip: python@3.8\nsource: image\n',
  ],
  [
    'commands: { node: node@18 }\n',
    'commands: { node: node@18, python: python@3.8, pip: python@3.8 }\n',
  ],
  [
    'commands:\n  serve:\n    toolbox: node@18\n    args: [x] # y\ntoolboxes: {}\n',
    'commands:\n  serve:\n    toolbox: node@18\n    args: [x] # y\n  python: python@3.8\n  pip: python@3.8\ntoolboxes: {}\n',
  ],
  [
    'commands:\r\n  node: node@18\r\n',
    'commands:\r\n  node: node@18\r\n  python: python@3.8\r\n  pip: python@3.8\r\n',
  ],
  [
    '{\n  "commands": {\n    "node": "node@18"\n  }\n}\n',
    '{\n  "commands": {\n    "node": "node@18",\n    "python": "python@3.8",\n    "pip": "python@3.8"\n  }\n}\n',
  ],
  [
    '{"source": "image"}',
    '{"source": "image", "commands": {"python": "python@3.8", "pip": "python@3.8"}}',
  ],
  [
    '{\n  "source": "image"\n}\n',
    '{\n  "source": "image",\n  "commands": {\n    "python": "python@3.8",\n    "pip": "python@3.8"\n  }\n}\n',
  ],
])('adds to %j', (text, expected) => {
  expect(addCommands({ text }, NEW)).toBe(expected);
});

it('adds to what a package.json says of Tackle', () => {
  const text =
    '{\n\t"name": "x",\n\t"tackle": {"commands": {"node": "node@18"}},\n\t"private": true\n}\n';
  expect(addCommands({ text, key: 'tackle' }, [['pip', 'python@3']])).toBe(
    '{\n\t"name": "x",\n\t"tackle": {"commands": {"node": "node@18", "pip": "python@3"}},\n\t"private": true\n}\n',
  );
});

it.each([
  'a: &c { node: node@18 }\ncommands: *c\n',
  'commands: [node]\n',
  'commands:\n  node: node@18\n...\n',
  'engine: docker\n...\n',
])('leaves %j alone, rather than to guess', (text) => {
  const edited = addCommands({ text }, NEW);
  if (edited !== undefined) expect(edited).toMatch(/pip: python@3\.8\n\.\.\.\n$/);
  else expect(edited).toBeUndefined();
});

const FILE = `# The project.
commands:
  # .python-version:1 asks for 3.8
  python: python@3.8
  pip: python@3.8 # and its own

  # Interpreters of others.
  node: node@18
  lua: lua@5.4
  # last
  make: gcc
source: image
`;

it.each([
  [['python', 'pip'], FILE.replace(/  # \.py[^]*own\n/, '')],
  [['pip'], FILE.replace(/  pip.*\n/, '')],
  [['node'], FILE.replace(/  node.*\n/, '')],
  [['node', 'lua'], FILE.replace(/  # Inter[^]*5\.4\n/, '')],
  [['make'], FILE.replace(/  # last\n.*\n/, '')],
  [['python', 'pip', 'node', 'lua', 'make'], '# The project.\ncommands: {}\n\nsource: image\n'],
])('removes %j with the comments about it alone', (names, expected) => {
  expect(removeCommands({ text: FILE }, new Set(names))).toBe(expected);
});

it.each([
  ['commands: { a: x, b: y, c: z }\n', ['a'], 'commands: { b: y, c: z }\n'],
  ['commands: { a: x, b: y, c: z }\n', ['b'], 'commands: { a: x, c: z }\n'],
  ['commands: { a: x, b: y, c: z }\n', ['b', 'c'], 'commands: { a: x }\n'],
  ['commands: { a: x, b: y, c: z }\n', ['a', 'c'], 'commands: { b: y }\n'],
  ['{"commands": {\n  "a": "x",\n  "b": "y"\n}}', ['b'], '{"commands": {\n  "a": "x"\n}}'],
  ['commands:\n  a:\n    toolbox: x\n    args: [1]\n  b: y\n', ['a'], 'commands:\n  b: y\n'],
])('removes from %j', (text, names, expected) => {
  expect(removeCommands({ text }, new Set(names))).toBe(expected);
});

it('what is added can be removed again, and leaves the text as it was', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9.]{0,5}$/);
  const entry = fc.tuple(word, fc.constantFrom('', ' # why'));
  const line = fc.oneof(entry, fc.constantFrom('  # about this\n', '\n'));
  const ends = fc.constantFrom('', '# end\n', 'source: image\n');
  const plain = (text = '') => text.replaceAll(/^ +#.*\n/gm, '');
  fc.assert(
    fc.property(fc.array(line, { maxLength: 6 }), ends, (lines, end) => {
      const written = lines.map((each, at) =>
        typeof each === 'string' ? each : `  ${each[0]}-${at}: x${each[1]}\n`,
      );
      const text = `commands:\n  own: x\n${written.join('')}${end}`;
      const added: readonly NewCommand[] = [
        ['new+1', 'a@1'],
        ['new+2', 'a@1'],
      ];
      const after = addCommands({ text }, added) ?? '';
      expect(after).toContain('  new+1: a@1\n  new+2: a@1\n');
      const back = removeCommands({ text: after }, new Set(['new+1', 'new+2']));
      // A comment that ends the section may be above nothing else then.
      expect(plain(back)).toBe(plain(text));
    }),
  );
});
