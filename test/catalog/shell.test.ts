import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SHELL } from '../../src/catalog/shell.ts';

/** What the shell of a toolbox says, run as it is on this machine. */
function shellSays(args: readonly string[], env: Readonly<Record<string, string>>): string {
  const [program, ...before] = SHELL;
  return execFileSync(program, [...before, ...args], { env, encoding: 'utf8' });
}

const PATH = { PATH: '/usr/bin:/bin' };

describe('the shell in a toolbox', () => {
  it('is bash where there is one', () => {
    expect(shellSays(['-c', 'echo "${BASH_VERSION:+bash}"'], PATH)).toBe('bash\n');
  });

  it('is the POSIX shell where there is none', () => {
    const script = 'command -v bash || echo none';
    expect(shellSays(['-c', script], { PATH: '/nowhere' })).toBe('none\n');
  });

  it('gets its arguments as they are', () => {
    const words = ['a b', '$(id)', '"; exit 1', ''];
    expect(shellSays(['-c', `printf '%s\\n' "$@"`, 'sh', ...words], PATH)).toBe(
      `${words.join('\n')}\n`,
    );
  });
});
