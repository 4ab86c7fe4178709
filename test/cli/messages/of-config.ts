import type { ConfigCode, ConfigProblem } from '../../../src/config/problems.ts';
import { readDevcontainer } from '../../../src/config/devcontainer/read-devcontainer.ts';
import { loadConfig } from '../../../src/config/load.ts';
import type { AbsolutePath } from '../../../src/kernel/brand.ts';
import type { ConfigTextsCode } from '../../../src/host/config-problems.ts';
import * as texts from '../../../src/host/config-problems.ts';
import type { Problem } from '../../../src/kernel/problem.ts';
import type { Examples } from './examples.ts';

const root = '/home/ada/thesis' as AbsolutePath;
const file = `${root}/tackle.yaml` as AbsolutePath;

/** What loading the text or the environment says under this code. */
function said(
  code: ConfigCode,
  text: string,
  env: Record<string, string> = {},
): readonly [Problem, ...Problem[]] {
  const loaded = loadConfig([{ layer: 'project', file, root, text }], env);
  const problems = loaded.ok ? [] : loaded.error;
  const [first, ...more] = problems.filter((problem) => problem.code === code);
  if (first === undefined) {
    const found = problems.map((problem: ConfigProblem) => problem.code);
    throw new Error(`no ${code} in ${text}, but ${found.join(', ')}`);
  }
  return [first, ...more];
}

/** What is said of a dev container that asks for more than can be given. */
function saidOfContainer(): readonly [Problem, ...Problem[]] {
  const text = `{
  // Everybody's editor
  "image": "debian:12", "remoteUser": "root", "runArgs": ["--gpus=all"],
  "features": { "ghcr.io/devcontainers/features/node:1": {} },
  "mounts": ["source=\${localWorkspaceFolder}/.bashrc,target=/root/.bashrc,type=bind"],
  "postCreateCommand": "npm install",
  "remoteEnv": { "PATH": "\${containerEnv:PATH}:/opt/x/bin", "T": "\${localEnv:TOKEN}" }
}`;
  const place = `${root}/.devcontainer/devcontainer.json` as AbsolutePath;
  const read = readDevcontainer({ layer: 'project', file: place, root, text }, {});
  const [first, ...more] = read.ok ? [] : read.error;
  if (first === undefined) throw new Error('all of it can be met');
  return [first, ...more];
}

const DEEP = `${'['.repeat(200)}${']'.repeat(200)}`;
const ALIASES = `a: &a [x]\nb: [${'*a, '.repeat(10_001)}*a]\n`;

export const CONFIG: Examples<ConfigCode | ConfigTextsCode> = {
  'config/ambiguous': [texts.ambiguous([file, `${root}/.tacklerc` as AbsolutePath])],
  'config/unreadable': [texts.unreadable(file, 'EACCES'), texts.unreadable(file, 'EIO')],
  'config/not-a-file': [texts.notAFile(file, 'a directory')],
  'config/not-utf8': [texts.notUtf8(file)],
  'config/too-large': [texts.tooLarge(file, 1024 ** 2)],
  'config/syntax': said('config/syntax', 'commands:\n  node: "node@24\n'),
  'config/too-deep': said('config/too-deep', `commands: ${DEEP}\n`),
  'config/too-many-aliases': said('config/too-many-aliases', ALIASES),
  'config/tag': said('config/tag', 'engine: !!js/function docker\n'),
  'config/alias': said('config/alias', 'engine: *other\n'),
  'config/several-documents': said('config/several-documents', 'engine: docker\n---\nenv: []\n'),
  'config/duplicate-key': said('config/duplicate-key', 'engine: docker\nengine: podman\n'),
  'config/unknown-key': said(
    'config/unknown-key',
    'comands:\n  node: node@24\ntoolboxes:\n  日本: {}\n  lint: {image: a/b, packages: [jq], xyzzy: 1}\n',
  ),
  'config/missing-key': said(
    'config/missing-key',
    'commands:\n  node: {version: "24"}\ntoolboxes:\n  lint: {image: a/b}\n',
  ),
  'config/bad-name': said('config/bad-name', 'commands:\n  -x: node@24\n  ./run: node@24\n'),
  'config/bad-value': said('config/bad-value', 'engine: dokcer\nlimits: {memory: lots}\n'),
  'config/wrong-type': said('config/wrong-type', 'commands: [node]\nengine: 3\n'),
  'config/toolbox-kind': said(
    'config/toolbox-kind',
    'toolboxes:\n  lint: {commands: [lint]}\n  two: {image: a/b, dockerfile: D, commands: [two]}\n',
  ),
  'config/written-twice': said(
    'config/written-twice',
    'toolboxes:\n  t: {debian: bookworm, packages: [jq, jq=1.6-2.1], commands: [jq]}\n',
  ),
  'config/path-outside': said(
    'config/path-outside',
    'toolboxes:\n  t: {dockerfile: ../Dockerfile, commands: [make]}\n',
  ),
  'config/user-only': said('config/user-only', 'registries: {docker.io: mirror.example.org}\n'),
  'config/not-met': saidOfContainer(),
  'config/unknown-variable': said('config/unknown-variable', '', { TACKLE_ENGIN: 'docker' }),
};
