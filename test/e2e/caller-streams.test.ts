import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { TACKLE, tackleEnv } from '../rig/run-tackle.ts';
import { kitProject } from './kit-project.ts';

/*
 * The near end of a launch, as shells arrange it: pipes that others share, readers that are slow or gone,
 * files on full disks, inputs that are none. `tackle` is the real program.
 */

const exec = promisify(execFile);

/** What a script of bash prints, run in a project with `tackle` on its PATH. */
async function bash(script: string, cwd: string): Promise<string> {
  const env = { ...tackleEnv(), PATH: `${join(TACKLE, '..')}:${process.env['PATH'] ?? ''}` };
  const { stdout, stderr } = await exec('bash', ['-c', script], { cwd, env, timeout: 60_000 });
  return stdout + stderr;
}

/** Says whether the pipe on stdout is non-blocking: one flag for everybody who shares it. */
const TELL_FLAGS = `python3 -c '
import fcntl, os, sys
print("non-blocking" if fcntl.fcntl(1, fcntl.F_GETFL) & os.O_NONBLOCK else "blocking", file=sys.stderr)'`;

test('a tool that dies of a signal has lost nothing of what it wrote', async () => {
  using project = kitProject();
  const tool = `tackle bash -c 'head -c 300000 /dev/zero; kill -TERM $$'`;
  // The reader begins when the tool is long done with what it could write.
  const script = `${tool} 2>/dev/null | { until [ -e written ]; do sleep 0.05; done; wc -c; } &
    sleep 0.5; touch written; wait`;
  expect(await bash(script, project.path)).toBe('300000\n');
});

test('a pipe that others share stays blocking, while the tool runs and after it was killed', async () => {
  using project = kitProject();
  const script = `(tackle bash -c 'echo up; read x; kill -TERM $$' < <(${TELL_FLAGS} >&3; echo go)
    ${TELL_FLAGS}) 3>&1 2>flags | cat; cat flags`;
  const said = await bash(script, project.path);
  expect(said).toContain('up\n');
  expect(said.match(/^(non-)?blocking$/gm)).toEqual(['blocking', 'blocking']);
});

test('so does one on stderr, which Tackle may have to say something on itself', async () => {
  using project = kitProject();
  const script = `{ tackle bash -c 'touch up; read x' < <(until [ -e up ]; do sleep 0.05; done
    ${TELL_FLAGS} >&2 2>flags; echo go); } 2>&1 | cat; cat flags`;
  expect(await bash(script, project.path)).toBe('blocking\n');
});

test('and a socket is blocking again afterwards, for whoever writes next', async () => {
  using project = kitProject();
  for (const tool of ['echo up', 'echo up; exec >&-; sleep 0.1', 'echo up; kill -TERM $$']) {
    const said = await bash(`tackle bash -c '${tool}'; ${TELL_FLAGS}`, project.path);
    expect(said).toMatch(/^up\n[^]*^blocking\n$/m);
  }
});

test.each([0, 1, 2, 3, 4])('a reader that is gone early is no loss of the tool (%i)', async () => {
  using project = kitProject();
  const script = `tackle bash -c 'sleep 0.1; echo hi; exit 7' | true; echo "\${PIPESTATUS[0]}"`;
  expect(await bash(script, project.path)).toBe('7\n');
});

test('a full disk is told, though the tool ended well before it was noticed', async () => {
  using project = kitProject();
  const told = await bash(`tackle bash -c 'echo hi' >/dev/full; echo "status $?"`, project.path);
  expect(told).toContain('status 125\n');
  expect(told).toContain('ENOSPC');
});

test('bytes that a limit lets only half through are told', async () => {
  using project = kitProject();
  // SIGXFSZ is ignored, so that a write past the limit fails (setrlimit(2)); the unit is 1024 bytes.
  const script = `trap '' XFSZ; (ulimit -f 32; tackle head -c 40000 /dev/zero >short); echo "status $?"
    wc -c <short`;
  const told = await bash(script, project.path);
  expect(told).toContain('EFBIG');
  expect(told).toMatch(/status 125\n32768\n/);
});

test('what there is to say of a tool that has closed its stderr is lost with it', async () => {
  using project = kitProject();
  const told = (tool: string): Promise<string> => {
    const script = `{ tackle bash -c '${tool}'; echo $? >&3; } 3>&1 2>&1 >/dev/full | cat`;
    return bash(script, project.path);
  };
  expect(await told('echo hi')).toMatch(/ENOSPC[^]*\n125\n$/);
  expect(await told('exec 2>&-; sleep 1; echo hi')).toBe('125\n');
});

test('an input that cannot be read is told, and not an empty one', async () => {
  using project = kitProject();
  mkdirSync(join(project.path, 'directory'));
  const told = await bash('tackle cat <directory; echo "status $?"', project.path);
  expect(told).toContain('session/cannot-read');
  expect(told).toContain('status 125\n');
});

test('a tool that reads nothing does not wait for its input to end', async () => {
  using project = kitProject();
  const script = `mkfifo never; exec 3<>never; tackle bash -c 'exit 4' <&3; echo "fifo $?"
    exec 4< <(exec sleep 600 2>&-); tackle bash -c 'exit 5' <&4; echo "pipe $?"; kill $!`;
  expect(await bash(script, project.path)).toBe('fifo 4\npipe 5\n');
});

test('a FIFO with a name is read to its end, also when its writer is gone before', async () => {
  using project = kitProject();
  const script = `mkfifo pipe; (echo early >pipe &) ; tackle cat <pipe`;
  expect(await bash(script, project.path)).toBe('early\n');
});

test('closed descriptors are like /dev/null', async () => {
  using project = kitProject();
  const script = `tackle bash -c 'cat; echo hi; echo err >&2; exit 3' <&- >&- 2>&-; echo "status $?"`;
  expect(await bash(script, project.path)).toBe('status 3\n');
});

test('a stop from outside stops the launcher alone, not the group it is in', async () => {
  using project = kitProject();
  // In a job of its own: no TSTP stops a group that the kernel takes for orphaned, as that of the tests may be (setpgid(2)).
  const script = `set -m; (mkfifo go
    tackle bash -c 'echo up; read x; echo "read $x"' < <(cat go) >out &
    until grep -q up out 2>/dev/null; do sleep 0.05; done
    kill -TSTP $!; until grep -q '^State:.T' /proc/$!/status; do sleep 0.05; done; echo stopped
    kill -CONT $!; echo on >go; wait $!; cat out)`;
  expect(await bash(script, project.path)).toBe('stopped\nup\nread on\n');
});
