import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BUILDS, compileProgram, compileSources, sourcesIn } from '../native/builds.ts';
import { playLaunch, type PlayedLaunch } from '../native/request/play-launch.ts';
import { mustAskApi } from '../rig/engine-api.ts';
import { rig } from '../rig/rig.ts';
import { scratch } from '../rig/scratch.ts';
import { until } from '../rig/until.ts';

const PLAYED = join(import.meta.dirname, '../native/request/launch.c');
const MOST_PROCESSES = 200;

/** A container of the engine's whose process 1 is an agent, and who launches in it. */
class WarmContainer implements AsyncDisposable {
  readonly #id: string;
  readonly #directory: string;

  private constructor(id: string, directory: string) {
    this.#id = id;
    this.#directory = directory;
  }

  static async start(directory: string, idle: number): Promise<WarmContainer> {
    const init = join(directory, 'init');
    const play = join(directory, 'play');
    compileProgram('init', init, BUILDS[0].flags);
    compileSources([PLAYED, ...sourcesIn('shared')], play, ['-static', '-O1']);
    mkdirSync(join(directory, 'socket'));
    const { engine, kit } = rig();
    const [image, tag] = [kit.tag.replace(/:1$/, ''), '1'];
    await mustAskApi(engine, 'POST', `/images/create?fromImage=${image}&tag=${tag}`);
    const asked = {
      Image: kit.tag,
      User: `${process.getuid!()}:${process.getgid!()}`,
      Entrypoint: ['/init'],
      Cmd: ['--agent', '/socket/agent', '--idle', String(idle), '--tidy', '/tmp'],
      HostConfig: {
        CapDrop: ['ALL'],
        PidsLimit: MOST_PROCESSES,
        ReadonlyRootfs: true,
        SecurityOpt: ['no-new-privileges'],
        Tmpfs: { '/tmp': '' },
        Binds: [`${init}:/init:ro`, `${play}:/play:ro`, `${directory}/socket:/socket`],
      },
    };
    const created = await mustAskApi(engine, 'POST', '/containers/create', {
      body: JSON.stringify(asked),
      headers: { 'content-type': 'application/json' },
    });
    const { Id } = JSON.parse(created) as { readonly Id: string };
    const warm = new WarmContainer(Id, directory);
    await mustAskApi(engine, 'POST', `/containers/${Id}/start`);
    await until(() => warm.isThere, { within: 30_000, what: 'the socket' });
    return warm;
  }

  get isThere(): boolean {
    return existsSync(this.#socket);
  }

  get #socket(): string {
    return join(this.#directory, 'socket/agent');
  }

  launch(tool: string, options: readonly string[] = []): PlayedLaunch {
    const compiled = { directory: this.#directory, program: '', env: {} };
    return playLaunch(compiled, join(this.#directory, 'play'), tool, {
      control: this.#socket,
      options: ['--cwd', '/tmp', ...options],
    });
  }

  /** Settles with the container's status. */
  async ended(): Promise<number> {
    const said = await mustAskApi(rig().engine, 'POST', `/containers/${this.#id}/wait`);
    return (JSON.parse(said) as { readonly StatusCode: number }).StatusCode;
  }

  async processes(): Promise<number> {
    const said = await mustAskApi(rig().engine, 'GET', `/containers/${this.#id}/top`);
    return (JSON.parse(said) as { readonly Processes: unknown[] }).Processes.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await mustAskApi(rig().engine, 'DELETE', `/containers/${this.#id}?force=1`);
  }
}

test('a warm container serves launches, and nothing of one is left for the next', async () => {
  using directory = scratch('agent');
  await using warm = await WarmContainer.start(directory.path, 1000);
  await using first = warm.launch(`echo mine >/tmp/file; setsid sleep 1000 & cat; exit 3`);
  first.stdin.end('through\n');
  expect(String(await first.stdout.whole)).toBe('through\n');
  expect(await first.texts()).toContain('exited 3');

  await using inside = warm.launch('ls -A /tmp; /play knock /socket/agent; readlink /proc/1/exe');
  expect(String(await inside.stdout.whole)).toBe('refused\n');

  await using shown = warm.launch('stty size <&7 >&7; read line <&7; echo "got $line" >&7', [
    ...['--terminal', '7', '--size', '33x101'],
  ]);
  await shown.shows('33 101');
  shown.type('it\r');
  expect(await shown.texts()).toContain('exited 0');
  expect(shown.screen).toBe('33 101\r\nit\r\ngot it\r\n');
  expect(await warm.processes()).toBe(1);
});

test('a fork bomb in a warm container ends with its launch', async () => {
  using directory = scratch('agent');
  await using warm = await WarmContainer.start(directory.path, 1000);
  await using bomb = warm.launch('/play bomb & read _; exit 5');
  await bomb.stdout.until('bomb');
  const isFull = async (): Promise<boolean> => (await warm.processes()) > MOST_PROCESSES - 10;
  await until(isFull, { within: 60_000, what: 'as many processes as may be' });
  bomb.stdin.end('\n');
  expect(await bomb.texts()).toContain('exited 5');
  await until(async () => (await warm.processes()) === 1, { within: 60_000, what: 'one process' });
  await using next = warm.launch('exit 6');
  expect(await next.texts()).toContain('exited 6');
});

test('a warm container ends when nobody launches in it', async () => {
  using directory = scratch('agent');
  await using warm = await WarmContainer.start(directory.path, 1);
  const over = warm.ended();
  await using launch = warm.launch('exit 3');
  expect(await launch.texts()).toContain('exited 3');
  expect(await over).toBe(0);
  expect(warm.isThere).toBe(false);
});
