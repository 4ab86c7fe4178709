import { chmodSync, mkdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { DoctorListing } from '../../src/cli/doctor-listing.ts';
import { rig } from '../rig/rig.ts';
import { runTackle, tackleEnv } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';

/* Faults that are planted on a machine, in turn: `tackle doctor` finds them. That it mends them: `doctor-mends.test.ts`. */

let path: string;
const at = (...names: readonly string[]) => join(path, ...names);

beforeEach(() => {
  const place = scratch('doctor');
  onTestFinished(() => place[Symbol.dispose]());
  ({ path } = place);
  mkdirSync(at('project'));
  mkdirSync(at('run'), { mode: 0o700 });
  config('commands: [cat]');
});

function config(more: string): void {
  const kit = `image: '${rig().kit.tag}', network: none, ${more}`;
  writeFileSync(at('project/tackle.yaml'), `toolboxes:\n  kit: {${kit}}\n`);
}

const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  ...tackleEnv(),
  XDG_CACHE_HOME: at('cache'),
  XDG_DATA_HOME: at('data'),
  XDG_RUNTIME_DIR: at('run'),
  ...more,
});

async function tackle(args: readonly string[], more?: NodeJS.ProcessEnv) {
  return await runTackle(args, { cwd: at('project'), env: env(more) });
}

/** Lines about one thing, with whether launches can go well. */
async function doctor(subject: string, more?: NodeJS.ProcessEnv) {
  const { status, stdout } = await tackle(['doctor', '--json'], more);
  const { well, lines } = JSON.parse(stdout.toString()) as DoctorListing;
  expect(status).toBe(well ? 0 : 1);
  return lines.filter((line) => line.subject === subject);
}

test('a config with a fault', async () => {
  config('commands: [cat], shaer: []');
  expect(await doctor('config')).toMatchObject([
    {
      state: 'fault',
      says: `there is no key \`shaer\` here (${at('project/tackle.yaml')}:2)`,
      mend: 'did you mean `share`?',
    },
  ]);
  config('commands: [cat]');
  expect(await doctor('config')).toMatchObject([{ state: 'ok' }]);
});

test('no lock, and one that cannot be read', async () => {
  expect(await doctor('lock')).toMatchObject([{ state: 'warning', mend: 'run `tackle lock`' }]);
  expect(await tackle(['lock'])).toMatchObject({ status: 0 });
  expect(await doctor('lock')).toMatchObject([{ state: 'ok' }]);
  writeFileSync(at('project/tackle.lock'), '<<<<<<< HEAD\n');
  expect(await doctor('lock')).toMatchObject([{ state: 'fault' }]);
});

test('a project that is not trusted', async () => {
  config('commands: [cat], share: [ssh-agent]');
  const [untrusted] = await doctor('trust', { TACKLE_TRUST: undefined });
  expect(untrusted).toMatchObject({ state: 'fault' });
  expect(untrusted?.mend).toContain('`tackle trust`');
  await tackle(['trust', '--yes'], { TACKLE_TRUST: undefined });
  expect(await doctor('trust', { TACKLE_TRUST: undefined })).toMatchObject([{ state: 'ok' }]);
});

test('an engine that does not answer', async () => {
  const nowhere = { DOCKER_HOST: 'unix:///nowhere.sock', TACKLE_ENGINE: 'docker' };
  const [docker] = await doctor('docker', nowhere);
  expect(docker).toMatchObject({ state: 'fault' });
  expect(docker?.mend).toContain('`unset DOCKER_HOST`');
  expect(await doctor('docker', { TACKLE_ENGINE: 'docker' })).toMatchObject([{ state: 'ok' }]);
});

test('a bubblewrap that is too old', async () => {
  mkdirSync(at('bin'));
  writeFileSync(at('bin/bwrap'), '#!/bin/sh\necho bubblewrap 0.3.1\n');
  chmodSync(at('bin/bwrap'), 0o755);
  const PATH = `${at('bin')}:${tackleEnv()['PATH']}`;
  expect(await doctor('embedded', { PATH })).toMatchObject([{ state: 'warning' }]);
  expect(await doctor('embedded')).toMatchObject([{ state: 'ok' }]);
});

test('shims that are not on PATH, behind others, and of an installation that is gone', async () => {
  expect(await doctor('shims')).toMatchObject([{ state: 'ok', says: 'none are installed' }]);
  await tackle(['shims', 'install', 'cat']);
  const shims = at('data/tackle/shims');
  const PATH = tackleEnv()['PATH'];
  const [absent] = await doctor('shims');
  expect(absent?.mend).toContain(`\`PATH=${shims}:$PATH\``);
  expect(await doctor('shims', { PATH: `${PATH}:${shims}` })).toMatchObject([{ state: 'warning' }]);
  const first = { PATH: `${shims}:${PATH}` };
  expect(await doctor('shims', first)).toMatchObject([{ state: 'ok' }]);

  const lead = join(shims, '.tackle/node');
  unlinkSync(lead);
  symlinkSync('/nowhere/node', lead);
  const [broken] = await doctor('shims', first);
  expect(broken).toMatchObject({ state: 'fault' });
  const [, words = ''] = /`tackle (.*)`/.exec(broken?.mend ?? '') ?? [];
  expect(await tackle(words.split(' '))).toMatchObject({ status: 0 });
  expect(await doctor('shims', first)).toMatchObject([{ state: 'ok' }]);
});

test('a directory of sockets that is open to others, or cannot be made', async () => {
  mkdirSync(at('run/tackle'), { mode: 0o755 });
  const [open] = await doctor('directory');
  expect(open?.mend).toContain(`\`chmod 700 ${at('run/tackle')}\``);
  chmodSync(at('run/tackle'), 0o700);
  expect(await doctor('directory')).toEqual([]);
  rmSync(at('run/tackle'), { recursive: true });
  writeFileSync(at('run/tackle'), '');
  expect(await doctor('directory')).toMatchObject([{ state: 'fault' }]);
});

test('a registry that answers with another time, and one that does not answer', async () => {
  const server = createServer((_, response) => {
    response.setHeader('date', new Date(Date.now() - 3_600_000).toUTCString()).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const yaml = `toolboxes:\n  other: {image: '${registry}/x:1', network: none, commands: [cat]}\n`;
  writeFileSync(at('project/tackle.yaml'), yaml);
  const TACKLE_TRUST = at('project');
  expect(await doctor('clock', { TACKLE_TRUST })).toMatchObject([
    { state: 'warning', says: '60 min ahead of the registry’s' },
  ]);
  expect(await doctor('registry', { TACKLE_TRUST })).toMatchObject([
    { state: 'ok', says: `\`${registry}\` answers` },
  ]);
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  const [silent] = await doctor('registry', { TACKLE_TRUST });
  expect(silent?.mend).toContain(`\`curl -I http://${registry}/v2/\``);
});
