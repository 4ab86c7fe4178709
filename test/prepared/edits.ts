import {
  cpSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Both of the same length: a size alone tells nothing. */
const CONFIGS = ['3.11', '3.13'].map(
  (version) =>
    `source: packages\ncommands: {tool: {toolbox: python@${version}, command: python3}}\n`,
);
const [CONFIG = '', ANOTHER = ''] = CONFIGS;
const LOCAL = 'commands: {tool: {toolbox: python@3.9, command: python3}}\n';

/** A project, reached through a link and entered two directories deep; its lock is a link that leads nowhere. */
export interface Stage {
  readonly root: string;
  readonly project: string;
  readonly cwd: string;
  /** Where the search for a config ends; or, where there is none, the working directory. */
  readonly found: string;
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

export function stageIn(root: string): Stage {
  mkdirSync(join(root, 'real/sub/deep'), { recursive: true });
  mkdirSync(join(root, 'home/.config/tackle'), { recursive: true });
  symlinkSync('real', join(root, 'project'));
  symlinkSync('nowhere', join(root, 'real/tackle.lock'));
  writeFileSync(join(root, 'real/tackle.yaml'), CONFIG);
  const project = join(root, 'project');
  const env = { HOME: join(root, 'home'), PATH: '/usr/bin', TERM: 'xterm', TZ: 'UTC' };
  const cwd = join(project, 'sub/deep');
  return { root, project, cwd, found: project, command: 'tool', env: { ...env, PWD: cwd } };
}

/** The same with no config but the user's own, which says what the command is. */
export function stageWithoutProject(root: string): Stage {
  const stage = stageIn(root);
  renameSync(join(root, 'real/tackle.yaml'), join(root, 'home/.config/tackle/config.yaml'));
  rmSync(join(root, 'real/tackle.lock'));
  return { ...stage, found: stage.cwd };
}

/** The same with no config at all, in a repository whose other files say what its commands are. */
export function stageByFiles(root: string): Stage {
  const stage = stageWithoutProject(root);
  rmSync(join(root, 'home/.config/tackle/config.yaml'));
  mkdirSync(join(root, 'real/.git'));
  mkdirSync(join(root, 'real/docs'));
  writeFileSync(join(root, 'real/.python-version'), '3.11\n');
  return { ...stage, command: 'python3' };
}

/** Writes to a file, and has its times say that it was not. */
function edit(path: string, text: string): void {
  const { atime, mtime } = statSync(path);
  writeFileSync(path, text);
  utimesSync(path, atime, mtime);
}

interface Edit {
  readonly files?: (stage: Stage) => void;
  readonly env?: Readonly<Record<string, string>>;
}

/** As what an earlier edit has made or taken away is in the way. */
const IN_THE_WAY = ['ENOENT', 'EEXIST', 'EISDIR', 'ENOTDIR'];

/** The stage after it; what an earlier edit took away stays away. */
export function applied(name: string, stage: Stage): Stage {
  const { files, env } = { ...EDITS, ...IRRELEVANT }[name] ?? {};
  try {
    files?.(stage);
  } catch (error) {
    if (!IN_THE_WAY.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  return { ...stage, env: { ...stage.env, ...env } };
}

/** None of them has anything to do with a plan. */
export const IRRELEVANT: Readonly<Record<string, Edit>> = {
  'a variable of nobody': { env: { NOBODY: '1' } },
  'a file beside': {
    files: ({ project }) => {
      writeFileSync(`${project}/sub/file`, '');
    },
  },
  'a nearer package.json without a config': {
    files: ({ project }) => {
      writeFileSync(`${project}/sub/package.json`, '{"name": "sub"}');
    },
  },
};

/** Most of them change the plan. */
export const EDITS: Readonly<Record<string, Edit>> = {
  'a config of the same size and age': {
    files: ({ project }) => {
      edit(`${project}/tackle.yaml`, ANOTHER);
    },
  },
  'the same config once more': {
    files: ({ project }) => {
      writeFileSync(`${project}/tackle.yaml`, CONFIG);
    },
  },
  'a comment at its end': {
    files: ({ project }) => {
      writeFileSync(`${project}/tackle.yaml`, `${CONFIG}# more\n`);
    },
  },
  'an older config moved into its place': {
    files: ({ root, project }) => {
      writeFileSync(`${root}/old`, ANOTHER);
      utimesSync(`${root}/old`, 1, 1);
      renameSync(`${root}/old`, `${project}/tackle.yaml`);
    },
  },
  'no config': {
    files: ({ project }) => {
      rmSync(`${project}/tackle.yaml`, { force: true });
    },
  },
  'a config of another name': {
    files: ({ project }) => {
      rmSync(`${project}/tackle.yaml`, { force: true });
      writeFileSync(`${project}/tackle.yml`, ANOTHER);
    },
  },
  'a nearer config': {
    files: ({ project }) => {
      writeFileSync(`${project}/sub/tackle.yaml`, ANOTHER);
    },
  },
  'a nearer one in .config': {
    files: ({ project }) => {
      mkdirSync(`${project}/sub/.config`, { recursive: true });
      writeFileSync(`${project}/sub/.config/tackle.json`, '{}');
    },
  },
  'a nearer package.json with a config': {
    files: ({ project }) => {
      const config = { tackle: { commands: { tool: 'python@3.9' } } };
      writeFileSync(`${project}/sub/package.json`, JSON.stringify(config));
    },
  },
  'a local config': {
    files: ({ project }) => {
      writeFileSync(`${project}/tackle.local.yaml`, LOCAL);
    },
  },
  "the user's own config": {
    files: ({ root }) => {
      writeFileSync(`${root}/home/.config/tackle/config.yaml`, 'env: [MORE=1]\n');
    },
  },
  'a lock': {
    files: ({ project }) => {
      writeFileSync(`${project}/tackle.lock`, 'lock = 1\n');
    },
  },
  'a lock that leads elsewhere': {
    files: ({ project }) => {
      rmSync(`${project}/tackle.lock`);
      symlinkSync('elsewhere', `${project}/tackle.lock`);
    },
  },
  'no lock, not even a link': {
    files: ({ project }) => {
      rmSync(`${project}/tackle.lock`);
    },
  },
  'another project behind the link': {
    files: ({ root }) => {
      if (statSync(`${root}/other`, { throwIfNoEntry: false })) return;
      cpSync(`${root}/real`, `${root}/other`, { recursive: true, preserveTimestamps: true });
      rmSync(`${root}/project`);
      symlinkSync('other', `${root}/project`);
    },
  },
  'the project moved away and back': {
    files: ({ root }) => {
      renameSync(`${root}/real`, `${root}/aside`);
      renameSync(`${root}/aside`, `${root}/real`);
    },
  },
  'a git worktree': {
    files: ({ root, project }) => {
      writeFileSync(`${project}/.git`, `gitdir: ${root}/home\n`);
    },
  },
  'what another file says': {
    files: ({ project }) => {
      edit(`${project}/.python-version`, '3.13\n');
    },
  },
  'another file that says more': {
    files: ({ project }) => {
      writeFileSync(`${project}/.tool-versions`, 'python 3.9.20\nnodejs 20\n');
    },
  },
  'no other file': {
    files: ({ project }) => {
      rmSync(`${project}/.python-version`);
    },
  },
  'such a file that is nearer': {
    files: ({ project }) => {
      writeFileSync(`${project}/sub/.python-version`, '3.13\n');
    },
  },
  'a repository that begins nearer': {
    files: ({ project }) => {
      mkdirSync(`${project}/sub/.git`);
    },
  },
  'no repository': {
    files: ({ project }) => {
      rmSync(`${project}/.git`, { recursive: true });
    },
  },
  'a file that is found by its ending': {
    files: ({ project }) => {
      writeFileSync(`${project}/docs/paper.tex`, '\\documentclass{article}\n');
    },
  },
  'a dev container': {
    files: ({ project }) => {
      mkdirSync(`${project}/.devcontainer`);
      writeFileSync(`${project}/.devcontainer/devcontainer.json`, '{"image": "python:3.9"}');
    },
  },
  'another home': { env: { HOME: '/nowhere' } },
  'another terminal': { env: { TERM: 'dumb' } },
  'another time zone': { env: { TZ: 'Europe/Berlin' } },
  'another locale': { env: { LC_ALL: 'C.UTF-8' } },
  'frozen by the environment': { env: { TACKLE_FROZEN: '1' } },
};
