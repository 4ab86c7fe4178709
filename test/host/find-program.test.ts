import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram } from '../../src/host/find-program.ts';
import { temporary } from './temporary.ts';

test('a program is the first file on PATH that may be executed', () => {
  using here = temporary();
  const [directory, text, program, link] = ['directory', 'text', 'program', 'link'].map((name) => {
    mkdirSync(join(here.path, name));
    return join(here.path, name);
  }) as [string, string, string, string];
  mkdirSync(join(directory, 'tool'));
  for (const each of [text, program]) writeFileSync(join(each, 'tool'), '');
  chmodSync(join(text, 'tool'), 0o644);
  chmodSync(join(program, 'tool'), 0o711);
  symlinkSync(join(program, 'tool'), join(link, 'tool'));
  const found = (...path: readonly string[]) => findProgram('tool', { PATH: path.join(':') });
  expect(found('/nowhere', directory, text, program, link)).toBe(join(program, 'tool'));
  expect(found(link, program)).toBe(join(link, 'tool'));
  expect(found(directory, text)).toBeUndefined();
  expect(found('', '.')).toBeUndefined();
  expect(findProgram('tool', {})).toBeUndefined();
});
