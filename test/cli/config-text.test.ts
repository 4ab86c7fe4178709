import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configText } from '../../src/cli/config-text.ts';

describe('configText', () => {
  it('is YAML with a comment at each value that was written somewhere', () => {
    const described = {
      files: ['/p/tackle.yaml'],
      commands: {
        'python3.8': { value: { toolbox: 'python', version: '3.8' }, from: '/p/t.yaml:2' },
      },
      engine: { value: 'docker', from: 'TACKLE_ENGINE' },
      env: [],
      limits: {},
    };
    expect(configText(described, '/p')).toBe(`files:
  - /p/tackle.yaml
commands:
  python3.8:  # t.yaml:2
    toolbox: python
    version: "3.8"
engine: docker  # TACKLE_ENGINE
env: []
limits: {}
`);
  });

  it('shows nothing that a terminal obeys', () => {
    expect(configText({ a: '\x1b[2J\u202e' }, '/')).toBe('a: "\\u001b[2J\\u202e"\n');
  });

  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
  const tree = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      scalar,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        tie('tree'),
        { maxKeys: 3 },
      ),
    ),
  })).tree;

  it('is read back by YAML as the same values', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{2,9}$/), tree, { maxKeys: 4 }),
        (value) => {
          expect(parse(configText(value, '/')) ?? {}).toEqual(value);
        },
      ),
    );
  });
});
