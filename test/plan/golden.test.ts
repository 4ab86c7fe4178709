import { describe, expect, it } from 'vitest';
import { SHELL } from '../../src/catalog/shell.ts';
import { commandNameOf, toolboxNameOf } from '../../src/kernel/brand.ts';
import type { PlanRequest } from '../../src/plan/plan-launch.ts';
import { planLaunch } from '../../src/plan/plan-launch.ts';
import { printDocker } from '../../src/plan/print-docker.ts';
import { printJson } from '../../src/plan/print-json.ts';
import {
  DIGEST,
  directory,
  existing,
  FACTS,
  path,
  PLACE,
  PYTHON,
  request,
  requestWithoutProject,
} from './requests.ts';

const located = <T>(value: T) => ({ value, place: PLACE });
const PIPES = { stdin: 'stream', stdout: 'stream', stderr: 'stream' } as const;

/** Each is compared whole with `test/golden/plan/`; `vitest -u` writes those files anew. */
const LAUNCHES: Readonly<Record<string, PlanRequest>> = {
  'repl-in-project': request(),
  'script-in-subdirectory': request({
    args: ['script.py', '--name', 'it\'s "quoted" $(id)\n', ''],
    facts: { cwd: directory('/home/ada/work/proj/src'), stdio: PIPES },
  }),
  'fresh-by-config': request({ isolation: 'fresh' }),
  'both-outputs-in-one-pipe': request({
    facts: { stdio: { stdin: 'terminal', stdout: 'stream', stderr: 'same-as-stdout' } },
  }),
  'project-through-symlink': request({
    project: { root: directory('/data/ada/proj', '/home/ada/link') },
    facts: { cwd: directory('/data/ada/proj/src', '/home/ada/link/src') },
  }),
  'cwd-through-symlink-beside-project': request({
    facts: { cwd: directory('/home/ada/work/proj/sub', '/home/ada/shortcut') },
  }),
  'cwd-behind-symlink-out-of-project': request({
    facts: { cwd: directory('/srv/data', '/home/ada/work/proj/data') },
  }),
  'awkward-path': request({
    project: { root: directory('/srv/a b/c:d,e/"q"/ünï\'s') },
    facts: { cwd: directory('/srv/a b/c:d,e/"q"/ünï\'s') },
  }),
  'project-in-tmp': request({
    project: { root: directory('/tmp/proj') },
    facts: { cwd: directory('/tmp/proj') },
  }),
  'tmp-itself-without-project': requestWithoutProject({ facts: { cwd: directory('/tmp') } }),
  'one-off-in-directory': requestWithoutProject({
    facts: { cwd: directory('/home/ada/downloads') },
  }),
  'one-off-in-home': requestWithoutProject({ facts: { cwd: directory('/home/ada') } }),
  'one-off-at-root-as-root': requestWithoutProject({
    facts: {
      cwd: directory('/'),
      user: { ...FACTS.user, uid: 0, gid: 0, name: 'root', group: 'root', home: path('/root') },
      realHome: path('/root'),
      homesDir: path('/root/.local/share/tackle/homes'),
    },
  }),
  'worktree-with-git-directory': request({
    project: {
      root: directory('/home/ada/work/fix'),
      gitDirectory: path('/home/ada/work/main/.git'),
    },
    facts: { cwd: directory('/home/ada/work/fix') },
  }),
  'time-zone-locale-and-terminal': request({
    facts: {
      timeZoneFile: path('/usr/share/zoneinfo/Europe/Berlin'),
      env: { LANG: 'de_DE.UTF-8', LC_TIME: 'de_DE@euro', TERM: 'xterm-kitty', NO_COLOR: '' },
    },
  }),
  'groups-umask-and-time-zone-by-name': request({
    facts: {
      user: { ...FACTS.user, umask: 0o077, groups: [27, 998], groupNames: { 27: 'sudo' } },
      timeZoneFile: path('/usr/share/zoneinfo/America/New_York'),
      env: { TZ: ':US/Eastern' },
    },
  }),
  'environment-and-limits-from-config': request({
    env: [
      { kind: 'pass-prefix', prefix: 'CARGO_' },
      { kind: 'set', name: 'MODE', value: 'a=b\nc "d"' },
    ],
    limits: { memory: located(2 ** 31), cpus: located(1.5), pids: located(64) },
    facts: { env: { CARGO_HOME: '/x', CARGO_TERM_COLOR: 'always', OTHER: 'no' } },
  }),
  'files-that-arguments-name': request({
    args: ['../in.csv', '--out=/mnt/a b', '/home/ada/notes'],
    share: ['argument-files'],
    facts: {
      existingArguments: [
        existing('../in.csv', '/home/ada/work/in.csv'),
        existing('/mnt/a b', '/mnt/a b', '/media/ada/disc'),
        existing('/home/ada/notes', '/home/ada/notes'),
      ],
    },
  }),
  'shared-by-config': request({
    tool: { ...PYTHON, share: ['ssh-agent'] },
    share: ['proxy', 'ca-certificates', 'proxy'],
    facts: {
      env: {
        SSH_AUTH_SOCK: '/run/user/1000/keyring/ssh',
        https_proxy: 'http://ada:hunter2@proxy:3128',
        NO_PROXY: 'localhost',
        SSL_CERT_DIR: '/etc/ssl/certs',
      },
      sshAgent: path('/run/user/1000/keyring/ssh'),
      caCertificates: {
        SSL_CERT_FILE: path('/etc/ssl/certs/ca-certificates.crt'),
        REQUESTS_CA_BUNDLE: path('/home/ada/company.pem'),
        NODE_EXTRA_CA_CERTS: path('/home/ada/company.pem'),
        PIP_CERT: path('/etc/ssl/certs/ca-certificates.crt'),
      },
    },
  }),
  'limits-niceness-and-processors-of-the-caller': request({
    facts: {
      inherited: {
        nice: 5,
        cpus: '0,2-5',
        rlimits: {
          stack: { soft: 8_388_608, hard: 'unlimited' },
          nofile: { soft: 50, hard: 524_288 },
          as: { soft: 2 ** 32, hard: 2 ** 32 },
          cpu: { soft: 60, hard: 60 },
        },
      },
    },
  }),
  'project-toolbox-from-packages': request({
    tool: {
      ...PYTHON,
      command: commandNameOf('pdflatex')!,
      toolbox: { name: toolboxNameOf('latex')!, origin: 'project' },
      exec: ['pdflatex'],
      network: 'none',
    },
    pin: {
      kind: 'packages',
      recipe: { debian: 'bookworm', packages: [{ name: 'latexmk' }], npm: [] },
      key: DIGEST,
    },
    args: ['-halt-on-error', 'paper.tex'],
  }),
  'words-that-are-no-utf8': request({
    args: ['caf\udce9.py', '100% \udcff\u{1f480}'],
    env: [{ kind: 'pass', name: 'X' }],
    facts: { env: { X: 'a=b\n\udc80', TOKEN: '\udcff' } },
  }),
  'shell-in-toolbox': request({
    tool: { ...PYTHON, exec: SHELL },
    args: ['-c', 'echo "$HOME"'],
  }),
};

describe.each(Object.entries(LAUNCHES))('the launch %s', (name, launch) => {
  const planned = planLaunch(launch);

  it('is planned', () => {
    expect(planned).toMatchObject({ ok: true });
  });

  it('prints as the JSON on file', async () => {
    const text = planned.ok ? printJson(planned.value) : '';
    await expect(text).toMatchFileSnapshot(`../golden/plan/${name}.json`);
  });

  it('prints as the docker line on file', async () => {
    const text = planned.ok ? printDocker(planned.value) : '';
    await expect(text).toMatchFileSnapshot(`../golden/plan/${name}.sh`);
  });
});
