// What the two commands need from the system, and why. Adding a need is adding a line.
import { existsSync } from 'node:fs';
import { findProgram } from './programs.mjs';

/**
 * @typedef {object} Need
 * @property {string} package  the Debian package that brings it
 * @property {string} why      completes "<package>: …"
 * @property {'demo' | 'test'} since  `demo`: both commands need it; `test`: the tests alone
 * @property {(env: NodeJS.ProcessEnv) => boolean} present
 */

const program = (name) => (env) => findProgram(name, env) !== undefined;

/** @type {readonly Need[]} */
const SYSTEM = [
  {
    package: 'mmdebstrap',
    why: 'builds toolboxes from Debian packages',
    since: 'demo',
    present: program('mmdebstrap'),
  },
  {
    package: 'uidmap',
    why: 'lets somebody who is not root build toolboxes from packages',
    since: 'demo',
    present: (env) => process.getuid?.() === 0 || program('newuidmap')(env),
  },
  {
    package: 'gcc',
    why: 'compiles native/ for its own tests, with sanitizers',
    since: 'test',
    present: (env) => ['cc', 'gcc', 'clang'].some((name) => program(name)(env)),
  },
  {
    package: 'libc6-dev',
    why: 'the C library that native/ is linked with',
    since: 'test',
    present: () => existsSync('/usr/include/stdio.h'),
  },
  {
    package: 'gcc-aarch64-linux-gnu',
    why: 'compiles native/ for arm64',
    since: 'test',
    present: (env) => process.arch === 'arm64' || program('aarch64-linux-gnu-gcc')(env),
  },
  {
    package: 'libc6-dev-arm64-cross',
    why: 'the C library that native/ is linked with for arm64',
    since: 'test',
    present: () => process.arch === 'arm64' || existsSync('/usr/aarch64-linux-gnu/include/stdio.h'),
  },
  {
    package: 'qemu-user',
    why: 'runs native/ for arm64 in its tests',
    since: 'test',
    present: (env) => process.arch === 'arm64' || program('qemu-aarch64')(env),
  },
  {
    package: 'valgrind',
    why: 'sees what native/ may not do to memory, as it is compiled without sanitizers',
    since: 'test',
    present: program('valgrind'),
  },
  {
    package: 'libc6-dbg',
    why: 'what valgrind has to know of the C library',
    since: 'test',
    present: () => existsSync('/usr/share/doc/libc6-dbg'),
  },
  {
    package: 'docker-registry',
    why: 'a real registry on loopback for the tests to pull from',
    since: 'test',
    present: program('docker-registry'),
  },
  {
    package: 'podman',
    why: 'another container engine for the tests',
    since: 'test',
    present: program('podman'),
  },
  {
    package: 'uidmap',
    why: 'lets an ordinary user of the tests run Podman without root',
    since: 'test',
    // As an ordinary user one needs it anyhow, see above.
    present: (env) => process.getuid?.() !== 0 || program('newuidmap')(env),
  },
  {
    package: 'tmux',
    why: 'a real terminal screen for the tests to look at',
    since: 'test',
    present: program('tmux'),
  },
  {
    package: 'fish',
    why: 'a shell that `tackle env` and completion are tried in',
    since: 'test',
    present: program('fish'),
  },
  {
    package: 'busybox',
    why: 'another sh that reads bin/tackle',
    since: 'test',
    present: program('busybox'),
  },
  {
    package: 'direnv',
    why: 'changes PATH at the same prompts as `tackle activate`',
    since: 'test',
    present: program('direnv'),
  },
  {
    package: 'pre-commit',
    why: 'runs a hook of a project through its shims',
    since: 'test',
    present: program('pre-commit'),
  },
  {
    package: 'make',
    why: 'runs a Makefile of a project through its shims',
    since: 'test',
    present: program('make'),
  },
  {
    package: 'bash-completion',
    why: 'what bash knows of other commands, for completion behind their names',
    since: 'test',
    present: () => existsSync('/usr/share/bash-completion/bash_completion'),
  },
  {
    package: 'poppler-utils',
    why: 'reads back the PDF that a test typesets',
    since: 'test',
    present: program('pdftotext'),
  },
  ...[
    ['bash', 'bash'],
    ['zsh', 'zsh'],
    ['python3', 'python3'],
    ['git', 'git'],
    ['less', 'less'],
    ['vim-tiny', 'vim.tiny'],
    ['ncurses-bin', 'tput'],
  ].map(([name, executable]) => ({
    package: name,
    why: 'the native side of the fidelity suite',
    since: 'test',
    present: program(executable),
  })),
  {
    package: 'locales',
    why: 'a locale for the native side of the fidelity suite',
    since: 'test',
    present: () => existsSync('/usr/share/i18n/locales/de_DE'),
  },
  {
    package: 'openssh-client',
    why: 'a real ssh-agent for a test to share',
    since: 'test',
    present: (env) => ['ssh-agent', 'ssh-add', 'ssh-keygen'].every((name) => program(name)(env)),
  },
  {
    package: 'openssl',
    why: 'makes a certificate authority for a test to trust',
    since: 'test',
    present: program('openssl'),
  },
  {
    package: 'procps',
    why: 'shows a test what processes are left',
    since: 'test',
    present: program('ps'),
  },
];

const SANDBOXES = {
  package: 'bubblewrap',
  why: 'runs tools in sandboxes, with no container engine',
  present: program('bwrap'),
};

const DOCKER = {
  package: 'docker.io',
  why: 'Docker Engine, which runs the containers; none answers here',
  present: program('dockerd'),
};

/** What runs the tools, besides an engine that is there: the demo needs one engine, the tests every one. */
function engines(purpose, isThere) {
  if (purpose === 'test') return isThere ? [SANDBOXES] : [SANDBOXES, DOCKER];
  if (isThere) return [];
  return [process.platform === 'linux' ? SANDBOXES : DOCKER];
}

/**
 * The needs that this machine does not meet.
 * @param {'demo' | 'test'} purpose
 * @param {boolean} isThere  an engine that is there needs nothing beside it
 * @returns {readonly Pick<Need, 'package' | 'why'>[]}
 */
export function missingNeeds(purpose, isThere, env = process.env) {
  const system = SYSTEM.filter(({ since }) => purpose === 'test' || since === 'demo');
  return [...system, ...engines(purpose, isThere)].filter((need) => !need.present(env));
}
