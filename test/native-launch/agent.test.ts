import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BUILDS, compiled, EMULATED } from '../native/builds.ts';
import { refusal, startAgent } from '../native/request/start-agent.ts';
import { Terminal } from '../rig/pty.ts';
import { compiledCaller, startScript } from './start-caller.ts';

describe.skipIf(refusal !== '')(
  `a session with an agent${refusal && `, not here: ${refusal}`}`,
  () => {
    describe.each([...BUILDS, ...EMULATED])('$name', { timeout: 60_000 }, (build) => {
      const init = compiled(build);
      const programs = compiledCaller(build, ['true']);
      const { directory, env } = programs;
      const program = programs.program.join(' ');
      const { under = [] } = build;

      test('the tool’s process is known outside: Ctrl-C reaches the script around it', async () => {
        await using agent = await startAgent(init, { under });
        const tool = `trap "echo inner" INT; echo "up $$"; until read x; do :; done; echo "got $x"`;
        const script = `trap 'echo outer' INT; WARM=1 ${program} ${agent.path} -- bash -c '${tool}'; echo "ended with $?"`;
        const variables = { PATH: process.env['PATH'], ...env };
        await using terminal = new Terminal('bash', ['-c', script], {
          cwd: directory,
          env: variables,
        });
        await terminal.expect(/up \d+\n/);
        terminal.send('\x03');
        await terminal.expect(/inner\n/);
        terminal.send('this\r');
        await terminal.expect(/got this\n[^]*outer\nended with 0\n/);
      });

      test('many at once, each with its own descriptors and its own end', async () => {
        await using agent = await startAgent(init, { under });
        const launch = `WARM=1 ${program} ${agent.path} -- sh -c 'read x; echo "$x" >&4; exit $x'`;
        const one = `{ echo $1 | ${launch} 4>&1; echo "ended with $?"; } >out.$1`;
        await using driven = startScript(
          programs,
          `f() { ${one}; }; for i in $(seq 100); do f $i & done; wait`,
        );
        expect(await driven.over).toEqual({ status: 0, signal: null });
        for (let i = 1; i <= 100; i++) {
          expect(readFileSync(`${directory}/out.${i}`, 'utf8')).toBe(`${i}\nended with ${i}\n`);
        }
        await agent.isIdle();
      });

      // The emulator has no orphans come to a subreaper (PR_SET_CHILD_SUBREAPER, QEMU 7.2).
      test.skipIf(under.length > 0)(
        'kill -9 of the caller: nothing of its launch is left',
        async () => {
          await using agent = await startAgent(init, { under });
          const script = `WARM=1 exec ${program} ${agent.path} -- sh -c 'sleep 60 & echo up; sleep 60'`;
          await using driven = startScript(programs, script);
          await driven.stdout.until('up');
          process.kill(driven.pid, 'SIGKILL');
          await agent.isIdle();
        },
      );
    });
  },
);
