import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../../rig/until.ts';
import { BUILDS, compiled } from '../builds.ts';
import { compiledLaunch, playLaunch } from './play-launch.ts';
import { childrenOf, refusal, startAgent, type AgentOrder } from './start-agent.ts';

describe.skipIf(refusal !== '')('an agent empties directories', () => {
  describe.each(BUILDS)('$name', (build) => {
    const init = compiled(build);
    const program = compiledLaunch(init);

    interface Place {
      readonly untidy: string;
      readonly kept: string;
    }

    /** Lets an agent tidy up what `litter` makes, after a launch; what is left, and what lies elsewhere. */
    async function tidied(
      litter: (place: Place) => void | Promise<void>,
      order: (place: Place) => Partial<AgentOrder> = () => ({}),
    ) {
      const here = mkdtempSync(join(init.directory, 'tidy-'));
      const place = { untidy: join(here, 'untidy'), kept: join(here, 'kept') };
      mkdirSync(place.untidy);
      mkdirSync(place.kept);
      writeFileSync(join(place.kept, 'file'), 'kept\n');
      await litter(place);
      await using agent = await startAgent(init, { tidy: [place.untidy], ...order(place) });
      // It is not before all is tidy that it serves the next one.
      for (let times = 0; times < 2; times++) {
        await using launch = playLaunch(init, program, 'exit 0', { control: agent.path });
        expect(await launch.texts()).toContain('done');
        await agent.isIdle();
      }
      expect(readFileSync(join(place.kept, 'file'), 'utf8')).toBe('kept\n');
      return readdirSync(place.untidy).sort();
    }

    test('before the next launch, also when the one before it has only just ended', async () => {
      const untidy = mkdtempSync(join(init.directory, 'tidy-'));
      await using agent = await startAgent(init, { tidy: [untidy] });
      await using first = playLaunch(init, program, `echo >${untidy}/left; read line`, {
        control: agent.path,
      });
      await until(() => existsSync(join(untidy, 'left')), { within: 30_000, what: 'the file' });
      // Its supervisor stays as long as launch has not heard it out.
      const [supervisor = 0] = agent.children;
      first.pause();
      first.stdin.end();
      await until(() => childrenOf(supervisor).length === 0 && isAsleep(supervisor), {
        within: 30_000,
        what: 'the end of the tool',
      });
      const second = playLaunch(init, program, `ls ${untidy}`, { control: agent.path });
      const seen = {
        said: await second.texts(),
        shown: String(await second.stdout.whole),
        stays: agent.children.includes(supervisor),
      };
      first.goOn();
      await second[Symbol.asyncDispose]();
      expect(seen.said).toContain('done');
      expect({ shown: seen.shown, stays: seen.stays }).toEqual({ shown: '', stays: true });
    });

    test('of files of all kinds and names', async () => {
      const left = await tidied(async ({ untidy }) => {
        for (const name of ['a', '.hidden', '...', '-rf', 'new\nline', '\\', '*', 'ä'.repeat(120)])
          writeFileSync(join(untidy, name), '');
        writeFileSync(Buffer.concat([Buffer.from(`${untidy}/`), Buffer.of(0xff, 0x80)]), '');
        execFileSync('mkfifo', [join(untidy, 'fifo')]);
        const server = createServer();
        await new Promise<void>((listening) => server.listen(join(untidy, 'socket'), listening));
        writeFileSync(join(untidy, 'locked'), '', { mode: 0 });
        closeSync(openSync(join(untidy, 'sparse'), 'w'));
        // Node removes the socket's name when it closes; the agent has done so by then, or it is gone already.
        server.close();
      });
      expect(left).toEqual([]);
    });

    test(
      'of directories that nobody may enter, deep ones, and thousands of files',
      { timeout: 60_000 },
      async () => {
        const left = await tidied(({ untidy }) => {
          mkdirSync(join(untidy, 'locked/within'), { recursive: true });
          writeFileSync(join(untidy, 'locked/within/file'), '');
          chmodSync(join(untidy, 'locked/within'), 0o500);
          chmodSync(join(untidy, 'locked'), 0);
          // Deeper than any path may be long: 3,000 directories.
          const deep = `import os
os.chdir(${JSON.stringify(untidy)})
for n in range(3000):
    os.mkdir("deep"); os.chdir("deep"); open("file", "w").close()`;
          execFileSync('python3', ['-c', deep]);
          mkdirSync(join(untidy, 'many'));
          for (let n = 0; n < 3000; n++) writeFileSync(join(untidy, 'many', `file ${n}`), '');
        });
        expect(left).toEqual([]);
      },
    );

    test('of links, and not of what they lead to', async () => {
      const left = await tidied(({ untidy, kept }) => {
        symlinkSync(kept, join(untidy, 'directory'));
        symlinkSync(join(kept, 'file'), join(untidy, 'file'));
        symlinkSync('..', join(untidy, 'parent'));
        mkdirSync(join(untidy, 'within'));
        symlinkSync(kept, join(untidy, 'within/directory'));
        symlinkSync('/nowhere', join(untidy, 'within/nowhere'));
      });
      expect(left).toEqual([]);
    });

    test('but not of what is mounted there', async () => {
      const mount = 'mount --bind "$0" "$1/a/mounted" && shift && exec "$@"';
      const left = await tidied(
        ({ untidy }) => {
          mkdirSync(join(untidy, 'a/mounted'), { recursive: true });
          writeFileSync(join(untidy, 'a/file'), '');
        },
        ({ untidy, kept }) => ({ under: ['sh', '-c', mount, kept, untidy] }),
      );
      expect(left).toEqual(['a']);
    });

    test('and none by way of a link', async () => {
      const left = await tidied(
        () => undefined,
        ({ untidy, kept }) => {
          symlinkSync(kept, `${untidy}-link`);
          return { tidy: [`${untidy}-link`, join(untidy, 'nowhere')] };
        },
      );
      expect(left).toEqual([]);
    });

    test('not before the last launch has ended', async () => {
      const untidy = mkdtempSync(join(init.directory, 'tidy-'));
      await using agent = await startAgent(init, { tidy: [untidy] });
      const control = { control: agent.path };
      await using long = playLaunch(init, program, `echo up; read _; ls ${untidy}`, control);
      await long.stdout.until('up');
      await using short = playLaunch(init, program, `echo x >${untidy}/file`, control);
      expect(await short.texts()).toContain('exited 0');
      long.stdin.end('\n');
      expect(String(await long.stdout.whole)).toBe('up\nfile\n');
      await using last = playLaunch(init, program, `ls ${untidy}`, control);
      expect(String(await last.stdout.whole)).toBe('');
    });
  });
});

function isAsleep(pid: number): boolean {
  return readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\)/s, '').startsWith(' S ');
}
