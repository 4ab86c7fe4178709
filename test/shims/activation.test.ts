import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  LOCAL_CONFIG_NAMES,
  PROJECT_CONFIG_NAMES,
  USER_CONFIG_NAMES,
} from '../../src/host/config-texts.ts';
import { absolutePathOf } from '../../src/kernel/brand.ts';
import { printAnswer } from '../../src/shims/activation-answer.ts';

const ACTIVATION = join(import.meta.dirname, '../../activation');

describe.each(['tackle.sh', 'tackle.fish'])('%s', (file) => {
  const text = readFileSync(join(ACTIVATION, file), 'utf8');
  it('looks for each name that a config may have, and for no other', () => {
    const names = [...PROJECT_CONFIG_NAMES, ...LOCAL_CONFIG_NAMES, ...USER_CONFIG_NAMES];
    const found = text.match(
      /(?<=[\s/])[\w./]*\b(?:tackle(?:\.local)?|config|package)\.(?:yaml|yml|json)|\.tacklerc[.a-z]*/g,
    );
    expect(new Set(found)).toEqual(new Set(names));
  });
});

describe('an answer', () => {
  const root = absolutePathOf("/a 'b\\")!;
  const directory = absolutePathOf('/data/bin')!;

  it('is one call, in quotes that the shell reads', () => {
    const answer = { kind: 'on', root, directory } as const;
    const seen = [{ path: '/x', between: ['/s/1', '/s/3'] as const }, { path: '/y' }];
    expect(printAnswer('bash', answer, seen)).toBe(
      `'__tackle_take' 'on' '/a '\\''b\\' '/data/bin' '' '/x' '/s/1' '/s/3' '/y' '' ''\n`,
    );
    expect(printAnswer('fish', answer, [])).toBe(
      `'__tackle_take' 'on' '/a \\'b\\\\' '/data/bin' ''\n`,
    );
  });

  it('has its files at the same place where there is no project', () => {
    const off = printAnswer('zsh', { kind: 'off' }, [{ path: '/y' }]);
    expect(off).toBe(`'__tackle_take' 'off' '' '' '' '/y' '' ''\n`);
    expect(printAnswer('zsh', { kind: 'keep' }, [])).toBe(`'__tackle_take' 'keep'\n`);
  });
});
