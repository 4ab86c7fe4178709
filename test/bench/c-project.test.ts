import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cProject } from '../../scripts/bench/c-project.mjs';

test('the same files each time, which a C compiler takes and a makefile names', () => {
  const project = cProject(3);
  expect(project).toEqual(cProject(3));
  expect([...project.keys()].sort()).toEqual([
    ...['Makefile', 'all.h', 'main.c', 'module_0.c', 'module_1.c', 'module_2.c'],
  ]);
  const directory = mkdtempSync(join(tmpdir(), 'tackle-c-'));
  try {
    for (const [name, text] of project) writeFileSync(join(directory, name), text);
    const options = { cwd: directory, encoding: 'utf8' } as const;
    const sources = [...project.keys()].filter((name) => name.endsWith('.c'));
    execFileSync('gcc', ['-Wall', '-Wextra', '-Werror', '-o', 'program', ...sources], options);
    expect(execFileSync(join(directory, 'program'), options)).toMatch(/^\d+\n$/);
    expect(project.get('Makefile')).toContain('main.o module_0.o module_1.o module_2.o');
  } finally {
    rmSync(directory, { recursive: true });
  }
});
