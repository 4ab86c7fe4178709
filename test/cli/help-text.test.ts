import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { helpText } from '../../src/cli/help-text.ts';

const GOLDEN = join(import.meta.dirname, '../golden/help');

describe('help', () => {
  it('for all of Tackle', async () => {
    await expect(helpText(undefined, 80)).toMatchFileSnapshot(join(GOLDEN, 'tackle.txt'));
  });

  it.each(COMMANDS.map((entry) => entry.name))('for %s', async (name) => {
    await expect(helpText(name, 80)).toMatchFileSnapshot(join(GOLDEN, `${name}.txt`));
  });

  it('says nothing about what is no command', () => {
    expect(helpText('python3.8', 80)).toBeUndefined();
  });

  it.each([20, 50, 80, 500])('fits into %d columns, within 40 and 100', (columns) => {
    const usage = helpText(undefined, columns)?.split('Examples:')[0] ?? '';
    const described = usage.split('\n').filter((line) => !line.startsWith('Usage: '));
    const longest = Math.max(...described.map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(Math.max(40, Math.min(columns, 100)));
  });
});
