import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { projectText } from './project-text.ts';

/**
 * `«…»` marks the characters at fault, in the order of the faults below it. A fault is
 * `code | message | hint`.
 */
const FAULTS: Readonly<Record<string, readonly [text: string, ...faults: string[]]>> = {
  'an unknown key': [
    '«comands»: {}',
    'config/unknown-key | there is no key `comands` here | did you mean `commands`?',
  ],
  'an unknown key like no other': [
    '«zzz»: 1',
    'config/unknown-key | there is no key `zzz` here | the keys here are `$schema`, `commands`, `toolboxes`, `engine`, `source`, `env`, `share`, `isolation`, `limits`, `registries`',
  ],
  'several unknown keys': [
    '«ab»: 1\n«engin»: docker\n',
    'config/unknown-key | there is no key `ab` here | the keys here are `$schema`, `commands`, `toolboxes`, `engine`, `source`, `env`, `share`, `isolation`, `limits`, `registries`',
    'config/unknown-key | there is no key `engin` here | did you mean `engine`?',
  ],
  'a key that JavaScript knows': [
    '{«"constructor"»: 1, «"__proto__"»: {engine: docker}}',
    'config/unknown-key | there is no key `constructor` here | the keys here are `$schema`, `commands`, `toolboxes`, `engine`, `source`, `env`, `share`, `isolation`, `limits`, `registries`',
    'config/unknown-key | there is no key `__proto__` here | the keys here are `$schema`, `commands`, `toolboxes`, `engine`, `source`, `env`, `share`, `isolation`, `limits`, `registries`',
  ],
  'a command called __proto__': [
    'commands: {«__proto__»: python}',
    'config/bad-name | there is no key `__proto__` | ',
  ],
  'a number for a toolbox': [
    'commands:\n  node: «10»\n',
    'config/wrong-type | `commands.node` should be a toolbox such as `python@3.8`, or a map that names its `toolbox`, not the number 10 | write the name of the toolbox, then `@` and a version: `python@3.8`',
  ],
  'nothing for a toolbox': [
    'commands:\n  «node»:\n  npm: node@10\n',
    'config/wrong-type | `commands.node` should be a toolbox such as `python@3.8`, or a map that names its `toolbox`, not empty | write the name of the toolbox, then `@` and a version: `python@3.8`',
  ],
  'a toolbox in capitals': [
    'commands: {python: «Python@3.8»}',
    'config/bad-value | `commands.python` should be a toolbox such as `python@3.8`, not `Python@3.8` | write the name of the toolbox, then `@` and a version: `python@3.8`',
  ],
  'a colon before the version': [
    'commands: {python: «python:3.8»}',
    'config/bad-value | `commands.python` should be a toolbox such as `python@3.8`, not `python:3.8` | write the name of the toolbox, then `@` and a version: `python@3.8`',
  ],
  'a command with a slash': [
    'commands:\n  «bin/python»: python@3.8\n',
    'config/bad-name | `bin/python` should be a word such as `python3.8`: letters, digits and `_ . + -`, and no path | ',
  ],
  'a command that is a list': [
    'commands:\n  a:\n    «- b»\n',
    'config/wrong-type | `commands.a` should be a toolbox such as `python@3.8`, or a map that names its `toolbox`, not a list | write the name of the toolbox, then `@` and a version: `python@3.8`',
  ],
  'a command without its toolbox': [
    'commands:\n  «a»: {command: b}\n',
    'config/missing-key | `commands.a.toolbox` is missing | say where it lives: `toolbox: python@3.8`',
  ],
  'arguments without quotes': [
    'commands:\n  a: {toolbox: b, args: [-p, «8080», «true», «1.10»]}\n',
    'config/wrong-type | `commands.a.args[1]` should be text without NUL characters, not the number 8080 | put it in quotes: `"8080"`',
    'config/wrong-type | `commands.a.args[2]` should be text without NUL characters, not the truth value `true` | put it in quotes: `"true"`',
    'config/wrong-type | `commands.a.args[3]` should be text without NUL characters, not the number 1.10 | put it in quotes: `"1.10"`',
  ],
  'commands as a list': [
    'commands: «[python]»',
    'config/wrong-type | `commands` should be a map, not a list | write `name: value` below it, or remove the key',
  ],
  'commands with nothing in it': [
    '«commands»:\n# python: python@3.8\n',
    'config/wrong-type | `commands` should be a map, not empty | write `name: value` below it, or remove the key',
  ],
  'a toolbox of no kind': [
    'toolboxes:\n  «a»:\n    commands: [a]\n',
    'config/toolbox-kind | `toolboxes.a` does not say how its image comes to be | add one of the keys `image`, `debian` and `dockerfile`',
  ],
  'a toolbox of a misspelt kind': [
    'toolboxes:\n  a: {«dockerfle»: Dockerfile, commands: [a]}\n',
    'config/unknown-key | there is no key `dockerfle` here | did you mean `dockerfile`?',
  ],
  'a toolbox of two kinds': [
    'toolboxes:\n  a: {image: x, commands: [a], «debian»: bookworm}\n',
    'config/toolbox-kind | a toolbox is of one kind, and this one has `image` and `debian` | keep one of them',
  ],
  'a key of another kind of toolbox': [
    'toolboxes:\n  a: {image: x, commands: [a], «packages»: [biber]}\n',
    'config/unknown-key | there is no key `packages` here | it belongs to a toolbox with `debian`',
  ],
  'a toolbox without commands': [
    'toolboxes:\n  «a»: {image: x}\n',
    'config/missing-key | `toolboxes.a.commands` is missing | say which words to type for it: `commands: [make, gcc]`',
  ],
  'a toolbox with an empty list of commands': [
    'toolboxes:\n  a: {image: x, commands: «[]»}\n',
    'config/wrong-type | `toolboxes.a.commands` should be a list of at least one command, or a map from a word to what it runs, not an empty list | write `commands: [make, gcc]`',
  ],
  'a program with arguments in one text': [
    'toolboxes:\n  a: {image: x, commands: {py: «python3 -u»}}\n',
    'config/bad-value | `toolboxes.a.commands.py` should be one program without arguments, not `python3 -u` | write a list to pass arguments: `[python3, -u]`',
  ],
  'a command twice in a list': [
    'toolboxes:\n  a: {image: x, commands: [make, gcc, «make»]}\n',
    'config/written-twice | `make` is in this list already | remove one of them',
  ],
  'a package at two versions': [
    'toolboxes:\n  a: {debian: sid, packages: [x11=1, «x11=2»], commands: [a]}\n',
    'config/written-twice | `x11` is in this list already | remove one of them',
  ],
  'a package that is none': [
    'toolboxes:\n  a:\n    debian: sid\n    packages:\n      - biber\n      - latexmk\n      - «Biber 2»\n    commands: [a]\n',
    'config/bad-value | `toolboxes.a.packages[2]` should be a Debian package such as `biber` or `biber=2.18-1`, not `Biber 2` | ',
  ],
  'a number for a suite': [
    'toolboxes:\n  a: {debian: «12», commands: [a]}\n',
    'config/wrong-type | `toolboxes.a.debian` should be the name of a Debian suite such as `bookworm`, not the number 12 | write `bookworm`',
  ],
  'npm ranges': [
    'toolboxes:\n  a: {debian: sid, npm: [«a@^1.2.3», «b@1.x», «c», «"@d/e@latest"», "@d/f@1.2.3-rc.1"], commands: [a]}\n',
    ...[0, 1, 2, 3].map(
      (index) =>
        `config/bad-value | \`toolboxes.a.npm[${index}]\` should be an npm package at an exact version such as \`prettier@3.6.2\`, not \`${['a@^1.2.3', 'b@1.x', 'c', '@d/e@latest'][index]!}\` | write all three numbers of the version, and no range`,
    ),
  ],
  'a Dockerfile above the project': [
    'toolboxes:\n  a: {dockerfile: «tools/../../Dockerfile», commands: [a]}\n',
    'config/path-outside | `tools/../../Dockerfile` leaves the project | move it into the project: a toolbox sees nothing else',
  ],
  'an absolute context': [
    'toolboxes:\n  a: {dockerfile: Dockerfile, context: «/srv», commands: [a]}\n',
    'config/bad-value | `toolboxes.a.context` should be a path inside the project, relative to its root, not `/srv` | write a path such as `tools/build/Dockerfile`',
  ],
  'a network that is none of three': [
    'toolboxes:\n  a: {image: x, network: «brigde», commands: [a]}\n',
    'config/bad-value | `toolboxes.a.network` should be `none`, `host` or `bridge`, not `brigde` | did you mean `bridge`?',
  ],
  'a slip in what is shared': [
    'commands:\n  git: {toolbox: a, share: [«shh-agent», «certificates», proxy]}\n',
    'config/bad-value | `commands.git.share[0]` should be `argument-files`, `ssh-agent`, `proxy` or `ca-certificates`, not `shh-agent` | did you mean `ssh-agent`?',
    'config/bad-value | `commands.git.share[1]` should be `argument-files`, `ssh-agent`, `proxy` or `ca-certificates`, not `certificates` | did you mean `ca-certificates`?',
  ],
  'a wish to share what there is not': [
    'toolboxes:\n  a: {image: x, commands: [a], share: [«docker»]}\n',
    'config/bad-value | `toolboxes.a.share[0]` should be `argument-files`, `ssh-agent`, `proxy` or `ca-certificates`, not `docker` | write a list such as `[proxy, ca-certificates]`',
  ],
  'one word that is no list': [
    'share: «proxy»',
    'config/wrong-type | `share` should be a list, not `proxy` | write `[one, two]`, or one `- item` a line',
  ],
  'an engine that is none': [
    'engine: «dokcer»',
    'config/bad-value | `engine` should be `docker`, `podman` or `embedded`, not `dokcer` | did you mean `docker`?',
  ],
  'a source that is a truth value': [
    'source: «true»',
    'config/wrong-type | `source` should be `image`, `packages` or `dockerfile`, not the truth value `true` | ',
  ],
  'a map of variables': [
    'env:\n  «DEBUG: "1"»\n',
    'config/wrong-type | `env` should be a list, not a map | write `[one, two]`, or one `- item` a line',
  ],
  'a variable that lets everything through': [
    'env: [LANG, «"*"»]',
    'config/bad-value | `env[1]` should be `NAME`, `PREFIX_*` or `NAME=value`, not `*` | write a list such as `[LANG, LC_*, DEBUG=1]`',
  ],
  'places of a project': [
    'engine: docker\n«registries»: {docker.io: mirror.example.org}',
    'config/user-only | `registries` is for each user to say, and not for a project | write it in your own config: `~/.config/tackle/config.yaml`',
  ],
  'places that are none': [
    'registries:\n  docker.io: [«http://mirror.example.org»]\n  «https://a.org»: a.org\n  b.org: «[]»\n  «python»: c.org\n',
    'config/bad-value | `registries.docker.io[0]` should be what names of images begin with, such as `docker.io` or `mirror.example.org/hub`, not `http://mirror.example.org` | write the name alone, without `https://`: plain `http` is spoken on this machine, and nowhere else',
    'config/bad-name | `https://a.org` should be what names of images begin with, such as `docker.io` or `mirror.example.org/hub` | ',
    'config/wrong-type | `registries.b.org` should be what names of images begin with, such as `mirror.example.org/hub`, or a list of such, not an empty list | ',
    'config/bad-name | `python` should be what names of images begin with, such as `docker.io` or `mirror.example.org/hub` | ',
  ],
  'a signer that is none': [
    'toolboxes:\n  a: {image: a/b, commands: [a], «signed-by»: {identity: ada@example.org}}\n  b: {image: a/b, commands: [b], signed-by: «[]»}\n  c: {image: a/b, commands: [c], signed-by: «/etc/key»}\n  d: {image: a/b, commands: [d], signed-by: {identity: «--x», issuer: «http://a.org»}}\n',
    'config/missing-key | `toolboxes.a.signed-by.issuer` is missing | ',
    'config/wrong-type | `toolboxes.b.signed-by` should be the path of a public key, or a map with an `identity` and its `issuer`, not an empty list | write `signed-by: tools/publisher.pub`',
    'config/bad-value | `toolboxes.c.signed-by` should be a path inside the project, relative to its root, not `/etc/key` | write a path such as `tools/build/Dockerfile`',
    'config/bad-value | `toolboxes.d.signed-by.identity` should be an address of mail, or of a workflow, not `--x` | ',
    'config/bad-value | `toolboxes.d.signed-by.issuer` should be the address of an issuer such as `https://accounts.google.com`, not `http://a.org` | ',
  ],
  'limits out of bounds': [
    'limits:\n  pids: «0»\n  memory: «512»\n  cpus: «-1»\n',
    'config/bad-value | `limits.pids` should be a whole number of processes from 1 to 4194304, not the number 0 | ',
    'config/wrong-type | `limits.memory` should be a size of at least `6m` such as `512m` or `2g`, not the number 512 | ',
    'config/bad-value | `limits.cpus` should be a number of cores from 0.01 to 1024 such as `1.5`, not the number -1 | ',
  ],
  'less memory than an engine can give': [
    'limits: {memory: «1m»}',
    'config/bad-value | `limits.memory` should be a size of at least `6m` such as `512m` or `2g`, not `1m` | ',
  ],
  'a number that is none': [
    'limits: {cpus: «.nan», pids: «.inf»}',
    'config/bad-value | `limits.cpus` should be a number of cores from 0.01 to 1024 such as `1.5`, not the number .nan | ',
    'config/bad-value | `limits.pids` should be a whole number of processes from 1 to 4194304, not the number .inf | ',
  ],
  'a config that is a list': [
    '«- python»',
    'config/wrong-type | the config should be a map of settings such as `commands:`, not a list | ',
  ],
  'a config that is a word': [
    '«python»',
    'config/wrong-type | the config should be a map of settings such as `commands:`, not `python` | ',
  ],
  'a key twice': [
    'commands:\n  a: python\n  b: python\n  «a»: node\n',
    'config/duplicate-key | `a` is written twice; the first is on line 2 | remove one of them',
  ],
  'a key that is a list': ['«[a]»: b', 'config/bad-name | a key must be a plain word | '],
  'a tag': [
    'commands: {a: !!js/function «b»}',
    'config/tag | `!!js/function` is a tag, and a config is plain data without tags | remove the tag',
  ],
  'an alias to nothing': [
    'commands: {a: «*b»}',
    'config/alias | there is no anchor `&b` above this alias | ',
  ],
  'an alias within its own anchor': [
    'env: &e [«*e»]',
    'config/alias | there is no anchor `&e` above this alias | ',
  ],
  'a second document': [
    'engine: docker\n---\n«source: image»\n---\nenv: []\n',
    'config/several-documents | there is a second document here, and a config is one document | remove the `---` and what does not belong',
  ],
  'a directive': [
    '«%YAML 1.1»\n---\nengine: docker\n',
    'config/syntax | `%YAML 1.1` is a directive, and a config has none | remove the line',
  ],
  'a word that begins with @': [
    'npm: [«@»a/b@1.2.3]',
    'config/syntax | plain value cannot start with reserved character `@` | put the value in quotes: `"@scope/name@1.2.3"`',
  ],
  'a tab': [
    'commands:\n«\t»a: python\n',
    'config/syntax | tabs are not allowed as indentation | indent with spaces',
  ],
  'a quote that is not closed': [
    'engine: "docker«»\n',
    'config/syntax | missing closing `"` | check the quotes, brackets and colons here and above',
  ],
  'faults in every room at once': [
    'engine: «x»\ncommands: {«a/b»: c}\ntoolboxes:\n  t: {dockerfile: «..», commands: [«-v»], network: «lan»}\n',
    'config/bad-value | `engine` should be `docker`, `podman` or `embedded`, not `x` | ',
    'config/bad-name | `a/b` should be a word such as `python3.8`: letters, digits and `_ . + -`, and no path | ',
    'config/path-outside | `..` leaves the project | move it into the project: a toolbox sees nothing else',
    'config/bad-value | `toolboxes.t.commands[0]` should be a word such as `python3.8`: letters, digits and `_ . + -`, and no path, not `-v` | ',
    'config/bad-value | `toolboxes.t.network` should be `none`, `host` or `bridge`, not `lan` | ',
  ],
};

test.each(Object.entries(FAULTS))('%s', (_, [marked, ...faults]) => {
  const text = marked.replaceAll(/[«»]/g, '');
  const loaded = loadConfig([projectText(text)], {});
  const problems = loaded.ok ? [] : loaded.error;
  expect(problems.map(({ code, message, hint }) => `${code} | ${message} | ${hint ?? ''}`)).toEqual(
    faults,
  );
  expect(problems.map(({ place }) => place)).toEqual(marksIn(marked));
});

/** Where the marked runs are once the marks are gone; an empty run is the character before it. */
function marksIn(marked: string): readonly unknown[] {
  const lines = marked.split('\n');
  return lines.flatMap((line, index) => {
    const text = line.replaceAll(/[«»]/g, '');
    let marks = 0;
    return [...line.matchAll(/«([^»]*)»/g)].map((match) => {
      const column = match.index - 2 * marks++ + 1;
      const run = match[1]!.length;
      const place = { file: '/p/tackle.yaml', line: index + 1, text };
      return run === 0
        ? { ...place, column: column - 1, length: 1 }
        : { ...place, column, length: run };
    });
  });
}
