import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rig } from '../rig/rig.ts';
import { PROGRAM, runTackle } from '../rig/run-tackle.ts';
import { scratch } from '../rig/scratch.ts';
import { Undo } from '../rig/undo.ts';

/*
 * In each repository of `test/fixtures/init`: what `tackle init --yes` proposes, runs. Toolboxes that can be built from
 * packages are the real ones. Those that there are as images of public registries alone cannot be had by a test that
 * reaches none: a registry of the rig's has stand-ins under their names, by which all but what is in them is tried.
 */

const FIXTURES = join(import.meta.dirname, '../fixtures/init');
const GOLDEN = join(import.meta.dirname, '../golden/init');
/** The first use of a toolbox builds it. */
const LIMIT = 600_000;

type Runs = readonly (readonly [command: string, output: RegExp])[];

/** Of each repository: the tools that it asks for, at their versions, and what it is there for. */
const BUILT: Readonly<Record<string, Runs>> = {
  asdf: [
    ['python --version', /^Python 3\.11\./],
    ['python2.7 report.py', /^fine$/],
    ['node --version', /^v18\./],
  ],
  devcontainer: [
    ['python --version', /^Python 3\.11\./],
    ['node --version', /^v18\./],
  ],
  latex: [['latexmk -interaction=batchmode thesis.tex', /pdfTeX/]],
  mixed: [
    ['python2.7 -c print(5/2)', /^2$/],
    ['node --version', /^v10\.16\.3$/],
    ['pdflatex -interaction=batchmode paper/main.tex', /pdfTeX/],
  ],
  'node-range': [
    ['node --version', /^v24\./],
    ['node index.mjs', /^cog,gear$/],
  ],
  nvm: [
    ['node --version', /^v10\.16\.3$/],
    ['npm run --silent build', /^built with v10\.16\.3$/],
  ],
  poetry: [
    ['python --version', /^Python 3\.11\./],
    ['python orchard.py', /^apples$/],
  ],
  pyenv: [['python2.7 hello.py', /^hello$/]],
  pyproject: [
    ['python --version', /^Python 3\.11\./],
    ['python -m unittest --verbose', /^$/],
  ],
  ruby: [
    ['ruby --version', /^ruby 3\.3\./],
    ['rake', /^all green$/],
  ],
  rust: [
    ['rustc --version', /^rustc 1\.85\./],
    ['cargo run --quiet', /^flour$/],
  ],
  volta: [
    ['node --version', /^v20\./],
    ['node server.js', /^open$/],
  ],
};

/** Python is the kit's, under the name of another; Go is a script that says its words. */
const STANDING_IN: Readonly<Record<string, Runs>> = {
  go: [['go run main.go', /^go run main\.go$/]],
  heroku: [['python3.6 app.py', /^served$/]],
  pyenv: [['python hello.py', /^hello$/]],
};

/** `paper` asks for a TeX Live that takes minutes to build; it is that of `latex` with more packages. */
const NOT_RUN = ['paper'];

test('no repository is forgotten', () => {
  const run = [...Object.keys(BUILT), ...Object.keys(STANDING_IN), ...NOT_RUN];
  expect(readdirSync(FIXTURES)).toEqual([...new Set(run)].sort());
});

/** Accepts all that is proposed in a copy of the repository, and runs these. */
async function runIn(
  name: string,
  runs: Runs,
  options: { readonly program?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  using project = scratch(name);
  const cwd = project.path;
  cpSync(join(FIXTURES, name), cwd, { recursive: true });
  const init = await runTackle(['init', '--yes'], { cwd, ...options });
  expect(init).toMatchObject({ status: 0 });
  const written = readFileSync(join(cwd, 'tackle.yaml'), 'utf8');
  expect(written).toBe(readFileSync(join(GOLDEN, `${name}.yaml`), 'utf8'));
  for (const [command, output] of runs) {
    const run = await runTackle(['--quiet', ...command.split(' ')], { cwd, ...options });
    const said = { command, status: run.status, stderr: run.stderr.toString() };
    expect(said).toMatchObject({ command, status: 0 });
    expect(run.stdout.toString().trimEnd()).toMatch(output);
  }
}

describe.concurrent('what is proposed runs, built from packages', () => {
  test.each(Object.keys(BUILT))('in %s', async (name) => runIn(name, BUILT[name]!), LIMIT);
});

describe('what is proposed runs, by images of a registry', () => {
  const undo = new Undo();
  afterAll(() => undo[Symbol.asyncDispose]());
  let program: string;
  let configs: string;

  beforeAll(() => {
    const place = scratch('images');
    undo.defer(() => place[Symbol.dispose]());
    const digest = pushStandIn(place.path, undo);
    configs = join(place.path, 'config');
    mkdirSync(join(configs, 'tackle'), { recursive: true });
    const registries = JSON.stringify({ 'docker.io': rig().registry });
    writeFileSync(join(configs, 'tackle/config.yaml'), `registries: ${registries}\n`);
    program = programWith(digest, join(place.path, 'program'));
  });

  test.each(Object.keys(STANDING_IN))('in %s', async (name) => {
    const env = { XDG_CONFIG_HOME: configs, TACKLE_SOURCE: 'image' };
    await runIn(name, STANDING_IN[name]!, { program, env });
  });
});

/** Gives its digest. */
function pushStandIn(directory: string, undo: Undo): string {
  const { registry, kit } = rig();
  const names = ['python', 'golang'].map((name) => `${registry}/library/${name}:stand-in`);
  const words = ['python', 'python3.6', 'python3.8'].map((name) => `/usr/local/bin/${name}`);
  const dockerfile = `FROM ${kit.tag}
RUN for name in ${words.join(' ')}; do ln -s /usr/bin/python3 $name; done
RUN printf '#!/bin/sh\\necho go "$@"\\n' > /usr/local/bin/go && chmod 755 /usr/local/bin/go
`;
  const build = ['build', '--quiet', ...names.flatMap((name) => ['--tag', name]), '-'];
  execFileSync('docker', build, { input: dockerfile, cwd: directory, stdio: 'pipe' });
  undo.defer(() => void spawnSync('docker', ['image', 'rm', '--force', ...names]));
  for (const name of names) execFileSync('docker', ['push', '--quiet', name], { stdio: 'ignore' });
  const format = ['image', 'inspect', '--format', '{{index .RepoDigests 0}}', names[0]!];
  return execFileSync('docker', format, { encoding: 'utf8' }).trim().split('@')[1]!;
}

/** Tackle, with a catalogue in which Python and Go have that digest: nobody can serve another by the true ones. */
function programWith(digest: string, into: string): string {
  cpSync(PROGRAM, into, { recursive: true });
  const catalog = join(into, 'dist/catalog.json');
  const reference = /(docker\.io\/library\/(?:python|golang):[^@"]+@)sha256:[0-9a-f]{64}/g;
  writeFileSync(catalog, readFileSync(catalog, 'utf8').replaceAll(reference, `$1${digest}`));
  return join(into, 'bin/tackle');
}
