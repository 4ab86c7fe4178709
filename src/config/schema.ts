import * as v from 'valibot';
import type { EngineName, Isolation, Network, Share, SourceKind } from './config.ts';
import { bytesOf, packageName, staysInside } from './read-words.ts';
import * as patterns from './patterns.ts';
import { closed, distinct, either, kinds, mapping } from './schema-parts.ts';
import type { WantName } from './wants.ts';

/**
 * The one description of a config file. The validator runs it, and `scripts/build/schema.mjs` makes
 * `schema/tackle.schema.json` from it. What a JSON Schema cannot say stands in `v.check` and
 * `distinct` here, and nowhere else but for what is wrong before there are values (`read-document.ts`).
 */

const ENGINES: readonly EngineName[] = ['docker', 'podman', 'embedded'];
const SOURCES: readonly SourceKind[] = ['image', 'packages', 'dockerfile'];
const NETWORKS: readonly Network[] = ['none', 'host', 'bridge'];
const SHARES: readonly Share[] = ['argument-files', 'ssh-agent', 'proxy', 'ca-certificates'];
const ISOLATIONS: readonly Isolation[] = ['shared', 'fresh'];

/** Docker refuses less. */
const LEAST_MEMORY = 6 * 1024 * 1024;

const about = v.description;
const maybe = v.exactOptional;

function text(want: WantName, pattern: RegExp) {
  return v.pipe(v.string(want), v.regex(pattern, want));
}

function list(item: v.GenericSchema<string>): v.ArraySchema<v.GenericSchema<string>, 'list'> {
  return v.array(item, 'list');
}

export const engineSchema = v.pipe(
  v.picklist(ENGINES, 'engine'),
  about('Which engine runs the tools; found by itself when absent'),
);

export const sourceSchema = v.pipe(
  v.picklist(SOURCES, 'source'),
  about('The source that toolboxes of the catalogue are taken from'),
);

/** Of the variable `TACKLE_FROZEN` alone: no file says it. */
export const frozenSchema = v.picklist(['1', '0'], 'switch');

/** Of the variable `TACKLE_LOG` alone. */
export const logSchema = text('log', patterns.LOG);

const path = v.pipe(text('path', patterns.RELATIVE_PATH), v.check(staysInside, 'path'));

const argument = text('argument', patterns.ARGUMENT);
const commandName = text('command-name', patterns.COMMAND_NAME);

const env = v.pipe(
  list(text('env', patterns.ENV_ENTRY)),
  about('`NAME` lets a variable through, `PREFIX_*` all that begin so, `NAME=value` sets one'),
);

const share = v.pipe(
  list(v.picklist(SHARES, 'share')),
  about("What of the caller's own a tool gets besides the project's files"),
);

const isolation = v.pipe(
  v.picklist(ISOLATIONS, 'isolation'),
  about('Whether launches may share a container that is kept for them, or each has its own'),
);

const limits = v.pipe(
  closed('section', {
    pids: maybe(
      v.pipe(
        v.number('pids'),
        v.integer('pids'),
        v.minValue(1, 'pids'),
        v.maxValue(4_194_304, 'pids'),
      ),
    ),
    memory: maybe(
      v.pipe(
        text('memory', patterns.MEMORY),
        v.check((words) => bytesOf(words) >= LEAST_MEMORY, 'memory'),
      ),
    ),
    cpus: maybe(v.pipe(v.number('cpus'), v.minValue(0.01, 'cpus'), v.maxValue(1024, 'cpus'))),
  }),
  about('The most that a tool may take'),
);

const command = v.pipe(
  either('command', {
    text: text('toolbox', patterns.TOOLBOX_AT_VERSION),
    map: closed('command', {
      toolbox: text('toolbox', patterns.TOOLBOX_AT_VERSION),
      command: maybe(v.pipe(commandName, about("Which of the toolbox's commands this is"))),
      args: maybe(v.pipe(list(argument), about('Put before the arguments that are typed'))),
      source: maybe(sourceSchema),
      share: maybe(share),
      isolation: maybe(isolation),
    }),
  }),
  about('`toolbox` or `toolbox@version`, or the same as a map'),
);

const exec = either('exec', {
  text: text('program', patterns.PROGRAM),
  list: v.pipe(list(argument), v.minLength(1, 'exec')),
});

const common = {
  commands: v.pipe(
    either('toolbox-commands', {
      list: v.pipe(
        list(commandName),
        v.minLength(1, 'toolbox-commands'),
        distinct((name) => name),
      ),
      map: v.pipe(
        mapping('toolbox-commands', commandName, exec),
        v.minEntries(1, 'toolbox-commands'),
      ),
    }),
    about('The words to type, and what each runs in the image; the first is the default'),
  ),
  network: maybe(
    v.pipe(
      v.picklist(NETWORKS, 'network'),
      about("No network, the caller's own, or the engine's private one"),
    ),
  ),
  env: maybe(env),
  share: maybe(share),
  isolation: maybe(isolation),
  limits: maybe(limits),
  summary: maybe(v.pipe(text('summary', patterns.ONE_LINE), about('What it is, in one line'))),
};

const toolbox = kinds('own-toolbox', {
  image: closed('own-toolbox', {
    image: v.pipe(text('image', patterns.IMAGE), about('An image of a registry')),
    'signed-by': maybe(
      v.pipe(
        either('signed-by', {
          text: path,
          map: closed('signed-by', {
            identity: v.pipe(
              text('identity', patterns.IDENTITY),
              about('An address of mail, or of a workflow'),
            ),
            issuer: v.pipe(text('issuer', patterns.ISSUER), about('Who vouches for the identity')),
          }),
        }),
        about('Who has to have signed it, with cosign: a public key by its path, or an identity'),
      ),
    ),
    ...common,
  }),
  debian: closed('own-toolbox', {
    debian: v.pipe(text('suite', patterns.SUITE), about('The Debian suite to build from')),
    packages: maybe(
      v.pipe(
        list(text('package', patterns.PACKAGE)),
        distinct(packageName),
        about('Debian packages: `name` or `name=version`'),
      ),
    ),
    npm: maybe(
      v.pipe(
        list(text('npm', patterns.NPM_PACKAGE)),
        distinct(packageName),
        about('npm packages that carry a program: `name@1.2.3`'),
      ),
    ),
    ...common,
  }),
  dockerfile: closed('own-toolbox', {
    dockerfile: v.pipe(path, about("Path of the Dockerfile, from the project's root")),
    context: maybe(v.pipe(path, about("The build context; the Dockerfile's directory if absent"))),
    target: maybe(v.pipe(text('stage', patterns.STAGE), about('The stage to stop at'))),
    args: maybe(
      v.pipe(
        mapping('section', text('variable-name', patterns.VARIABLE_NAME), argument),
        about('Build arguments'),
      ),
    ),
    ...common,
  }),
});

const imagePrefix = text('image-prefix', patterns.IMAGE_PREFIX);

const places = either('places', {
  text: imagePrefix,
  list: v.pipe(
    list(imagePrefix),
    v.minLength(1, 'places'),
    distinct((place) => place),
  ),
});

export const configSchema = v.pipe(
  closed('config', {
    $schema: maybe(v.string('schema-uri')),
    commands: maybe(
      v.pipe(
        mapping('section', commandName, command),
        about('The words to type, and the toolbox that each lives in'),
      ),
    ),
    toolboxes: maybe(
      v.pipe(
        mapping('section', text('toolbox-name', patterns.TOOLBOX_NAME), toolbox),
        about("The project's own toolboxes"),
      ),
    ),
    engine: maybe(engineSchema),
    source: maybe(sourceSchema),
    env: maybe(env),
    share: maybe(share),
    isolation: maybe(isolation),
    limits: maybe(limits),
    registries: maybe(
      v.pipe(
        mapping('section', imagePrefix, places),
        about("Where to ask for images instead, in order; in the user's own config alone"),
      ),
    ),
  }),
  v.title('Tackle'),
  about("A project's commands and the toolboxes they live in"),
);
