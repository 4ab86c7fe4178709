import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeSettings } from '../../src/editors/merge-settings.ts';
import type { Setting } from '../../src/editors/settings.ts';

const PATH: Setting = { key: 'terminal.integrated.env.linux', entry: 'PATH', value: '/bin' };
const PYTHON: Setting = { key: 'python.defaultInterpreterPath', value: '/bin/python' };
const RUFF: Setting = { key: 'ruff.path', value: ['/bin/ruff'] };

const merged = (text: string, ...settings: readonly Setting[]) => {
  const found = mergeSettings(text, settings);
  if (found === undefined) throw new Error('it cannot be edited');
  return found;
};

describe('settings are put', () => {
  test('into a file of their own', () => {
    expect(merged('', PATH, PYTHON, RUFF).text).toBe(`{
    "terminal.integrated.env.linux": {
        "PATH": "/bin"
    },
    "python.defaultInterpreterPath": "/bin/python",
    "ruff.path": [
        "/bin/ruff"
    ]
}
`);
  });

  test.each([
    ['{}', '{\n    "python.defaultInterpreterPath": "/bin/python"\n}'],
    ['{ "a": 1 }', '{ "a": 1, "python.defaultInterpreterPath": "/bin/python" }'],
    [
      '{\n  "a": 1 // one\n  // and no more\n}\n',
      '{\n  "a": 1, // one\n  // and no more\n  "python.defaultInterpreterPath": "/bin/python"\n}\n',
    ],
    [
      '{\n\t"a": [1], /* one\n\t,} */\n}\n',
      '{\n\t"a": [1], /* one\n\t,} */\n\t"python.defaultInterpreterPath": "/bin/python"\n}\n',
    ],
    [
      '{\r\n  "a": "//"\r\n}\r\n',
      '{\r\n  "a": "//",\r\n  "python.defaultInterpreterPath": "/bin/python"\r\n}\r\n',
    ],
    ['{ // nothing\n}', '{ // nothing\n    "python.defaultInterpreterPath": "/bin/python"\n}'],
    ['// mine\n', '// mine\n{\n    "python.defaultInterpreterPath": "/bin/python"\n}\n'],
  ])('into %j', (before, after) => {
    expect(merged(before, PYTHON)).toEqual({ text: after, added: [PYTHON], others: [] });
  });

  test('into a map that is there', () => {
    const text = '{\n  "terminal.integrated.env.linux": { "A": "1" },\n  "b": 2,\n}\n';
    expect(merged(text, PATH, RUFF).text).toBe(
      '{\n  "terminal.integrated.env.linux": { "A": "1", "PATH": "/bin" },\n  "b": 2,\n  "ruff.path": [\n    "/bin/ruff"\n  ]\n}\n',
    );
    const long = '{\n  "terminal.integrated.env.linux": {\n    "A": "1", // one\n  }\n}\n';
    expect(merged(long, PATH).text).toBe(
      '{\n  "terminal.integrated.env.linux": {\n    "A": "1", // one\n    "PATH": "/bin"\n  }\n}\n',
    );
  });
});

test('what somebody has written stays, and is told', () => {
  const text = `{
  "python.defaultInterpreterPath": "/usr/bin/python3", // mine
  "terminal.integrated.env.linux": null,
  "ruff.path": ["/bin/ruff"]
}`;
  expect(merged(text, PYTHON, PATH, RUFF)).toEqual({
    text,
    added: [],
    others: [
      { setting: PYTHON, now: '/usr/bin/python3' },
      { setting: PATH, now: null },
    ],
  });
});

test.each(['[]', '1', '{', '{ "a": 1', '{ "a": 1, "a": 2 }', 'a: 1', '{} {}', '"x"', '{ /* '])(
  '%j cannot be edited',
  (text) => {
    expect(mergeSettings(text, [PYTHON])).toBeUndefined();
  },
);

test('put in once, it is there, and all else is as it was', () => {
  const value = fc.jsonValue({ maxDepth: 2 });
  const name = fc.oneof(fc.constantFrom(PYTHON.key, PATH.key, 'a', '// b', '/* c'), fc.string());
  const object = fc.dictionary(name, value);
  fc.assert(
    fc.property(object, fc.constantFrom(undefined, 2, '\t'), (said, indent) => {
      const text = JSON.stringify(said, undefined, indent);
      const once = mergeSettings(text, [PYTHON, PATH, RUFF]);
      if (once === undefined) return;
      const now = JSON.parse(once.text) as typeof said;
      for (const [key, other] of Object.entries(JSON.parse(text) as object)) {
        if (key !== PATH.key) expect(now[key]).toEqual(other);
      }
      expect(once.added.length + once.others.length).toBeLessThanOrEqual(3);
      expect(mergeSettings(once.text, [PYTHON, PATH, RUFF])).toMatchObject({
        text: once.text,
        added: [],
      });
    }),
  );
});
