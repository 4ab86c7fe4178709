import { expect, test } from 'vitest';
import { overviewText, type Overview } from '../../src/cli/overview-text.ts';

const source = { kind: 'image', from: 'docker.io/x:1' } as const;
const command = (name: string) => ({ command: name, toolbox: 'kit', source });

test('no more than a dozen commands are shown', () => {
  const names = Array.from({ length: 15 }, (_, at) => `c${at}`);
  const overview: Overview = { config: 'tackle.yaml', commands: names.map(command), asks: 'trust' };
  const lines = overviewText({ ...overview, first: 'c3' }, 80).split('\n');
  expect(lines.filter((line) => line.startsWith('  '))).toHaveLength(13);
  expect(lines).toContain('  and 3 more: `tackle list`');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('a command that cannot be run says why, and is not the next step', () => {
  const problem = { code: 'catalog/unknown-toolbox', message: 'there is no toolbox `\x1b[2J`' };
  const text = overviewText(
    { config: 'tackle.yaml', commands: [{ command: 'no', problem }], asks: 'nothing' },
    undefined,
  );
  expect(text).toContain('  no  there is no toolbox `\\x1b[2J` [catalog/unknown-toolbox]\n');
  expect(text).toContain('\nNext: `tackle add TOOLBOX`\n');
});

test('a command that is called as one of Tackle’s own is run by `run`', () => {
  const text = overviewText(
    { config: 'tackle.yaml', commands: [command('build')], first: 'build', asks: 'nothing' },
    80,
  );
  expect(text).toContain('\nNext: `tackle run build`\n');
});

test('a config without a command says what makes one', () => {
  expect(overviewText({ config: '.tacklerc', commands: [], asks: 'nothing' }, 80)).toBe(
    'This project has no commands in `.tacklerc` yet.\n\nNext: `tackle add TOOLBOX`\nAll that Tackle does: `tackle --help`\n',
  );
});

test('on a narrow terminal its sentences are broken between words', () => {
  const overview: Overview = { config: 'tackle.yaml', commands: [command('c')], asks: 'trust' };
  const lines = overviewText({ ...overview, first: 'c' }, 40).split('\n');
  expect(lines.slice(0, 2)).toEqual([
    'The commands in `tackle.yaml` run in',
    'containers, with nothing to install:',
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
});
