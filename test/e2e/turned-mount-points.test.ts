import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rig } from '../rig/rig.ts';
import { FRONT, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

/*
 * What is mounted in a tool's home has its mount point there, where the tool may put a link in its place. bubblewrap
 * follows that with all of the machine at /oldroot, and what is mounted after it would be looked for in what the tool wrote.
 */

let place: ReturnType<typeof scratch>;
const at = (...parts: readonly string[]) => join(place.path, 'home', ...parts);
beforeEach(() => {
  place = scratch('turned-mount-points');
});
afterEach(() => place[Symbol.dispose]());

function git(...words: readonly string[]): void {
  const who = ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org'];
  execFileSync('git', [...who, ...words], { stdio: 'ignore' });
}

/** In a worktree, whose git directory is mounted as well: that one is turned, and where a launch starts stays there. */
function bash(text: string) {
  const env = {
    ...tackleEnv(),
    HOME: at(),
    TACKLE_ENGINE: 'embedded',
    TACKLE_IMAGE_STORE: join(rig().scratch, 'fast-path-store'),
    XDG_CACHE_HOME: at('cache'),
    XDG_DATA_HOME: at('data'),
  };
  const options = { cwd: at('work/project'), env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(FRONT, ['bash', '-c', text], options);
  return { status, out: stdout, said: stderr };
}

test('a mount point that a tool has turned into a link is not mounted on', () => {
  mkdirSync(at('work'), { recursive: true });
  writeFileSync(at('secret'), 'secret\n');
  git('init', '-q', at('main'));
  git('-C', at('main'), 'commit', '-q', '--allow-empty', '-m', 'first');
  git('-C', at('main'), 'worktree', 'add', '-q', at('work/project'));
  const kit = `image: '${rig().kit.tag}', network: none, commands: [bash]`;
  writeFileSync(at('work/project/tackle.yaml'), `toolboxes:\n  kit: {${kit}}\n`);
  expect(bash('ls -d ~/main/.git/objects')).toMatchObject({ status: 0 });
  expect(bash('true')).toEqual({ status: 0, out: '', said: '' });
  const etc = at('cache/tackle/etc');
  const turn = `cd ~; mv main old; mkdir main; ln -s '/oldroot${etc}' main/.git`;
  expect(bash(turn)).toEqual({ status: 0, out: '', said: '' });
  // What it could have left in the git directory before.
  for (const name of readdirSync(etc)) {
    if (name.startsWith('group')) symlinkSync(`/oldroot${at('secret')}`, at('main/.git', name));
    else copyFileSync(join(etc, name), at('main/.git', name));
  }
  const turned = bash('cat /etc/group');
  expect(turned).toMatchObject({ status: 125, out: '' });
  expect(turned.said).toContain('[host/home-not-usable]');
});
