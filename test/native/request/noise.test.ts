import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { BUILDS, compiled, compileProgram } from '../builds.ts';
import { compiledLaunch, playLaunch, wordsOf } from './play-launch.ts';
import { refusal, startAgent } from './start-agent.ts';

/** More of them find more: set it higher when init changes. */
const REQUESTS = Number(process.env['TACKLE_NOISE'] ?? 1000);

describe.skipIf(refusal !== '').each(BUILDS)('whatever is requested, $name', (build) => {
  const init = compiled(build);
  const program = compiledLaunch(init);
  const seed = randomInt(2 ** 31);

  test(`an agent lives on: seed ${seed}`, { timeout: 120_000 }, async () => {
    await using agent = await startAgent(init);
    const words = join(mkdtempSync(join(init.directory, 'noise-')), 'words');
    writeFileSync(words, wordsOf('cat >/dev/null; exit 7'));
    await agent.isIdle();
    const { descriptors } = agent;
    const args = ['fuzz', agent.path, words, String(seed), String(REQUESTS)];
    const { stdout } = await promisify(execFile)(program, args, { timeout: 100_000 });
    const taken = Number(/^taken (\d+)\n$/.exec(stdout)?.[1]);
    // Neither all of it is nonsense, nor none.
    expect(taken).toBeGreaterThan(REQUESTS / 50);
    expect(taken).toBeLessThan(REQUESTS / 2);
    await agent.isIdle();
    expect(agent.descriptors).toEqual(descriptors);
    await using launch = playLaunch(init, program, 'exit 7', { control: agent.path });
    expect(await launch.texts()).toContain('exited 7');
  });
});

const hasValgrind = spawnSync('valgrind', ['--version']).status === 0;

describe.skipIf(!hasValgrind || refusal !== '')('under valgrind', () => {
  const init = compiled({ name: 'as it is shipped', flags: ['-static', '-Os', '-s'] });
  const program = compiledLaunch(init);

  test(
    'an agent and its supervisors do nothing that they may not',
    { timeout: 120_000 },
    async () => {
      const here = mkdtempSync(join(init.directory, 'valgrind-'));
      const slow = join(here, 'init');
      compileProgram('init', slow, ['-g', '-O1']);
      const log = join(here, 'log.%p');
      const checked = ['valgrind', '-q', '--vgdb=no', '--track-fds=no', `--log-file=${log}`];
      await using agent = await startAgent({ ...init, program: slow }, { under: checked, idle: 1 });
      await using launch = playLaunch(init, program, 'echo up; (sleep 1000 &) ; read _; exit 3', {
        control: agent.path,
        options: ['--terminal', '7', '--size', '24x80', '--ignored', '1', '--umask', '022'],
      });
      await launch.stdout.until('up');
      launch.stdin.end('\n');
      expect(await launch.texts()).toContain('exited 3');
      expect(await agent.end).toBe(0);
      const said = execFileSync('sh', ['-c', `cat ${here}/log.*`], { encoding: 'utf8' });
      expect(said).toBe('');
    },
  );
});
