import * as v from 'valibot';
import { commandNameOf, toolboxVersionOf } from '../kernel/brand.ts';
import type { CommandName, ToolboxVersion } from '../kernel/brand.ts';
import type { EnvEntry } from '../config/config.ts';
import type { Argv, CatalogImage, CatalogPackages, ExactLine, Smoke } from './catalog.ts';
import { parseNpmRequest, parsePackageRequest } from './package-request.ts';
import { parseReference } from './reference.ts';

/**
 * What one `toolboxes/<name>/toolbox.yaml` holds. The file is read with YAML's failsafe schema, so
 * that every scalar is text and `3.10` stays `3.10` without quotes.
 */

const text = v.pipe(v.string(), v.nonEmpty());
const word = v.pipe(
  v.string(),
  v.check((given) => commandNameOf(given) !== undefined, 'is not a command name'),
  v.transform((given) => given as CommandName),
);
const versionName = v.pipe(
  v.string(),
  v.check((given) => toolboxVersionOf(given) !== undefined, 'is not a version'),
);
const version = v.pipe(
  versionName,
  v.transform((given) => given as ToolboxVersion),
);
const network = v.picklist(['none', 'host', 'bridge']);
const sourceKind = v.picklist(['image', 'packages']);
const texts = v.array(text);
/** Template braces make a word no command name yet; the words themselves are checked when expanded. */
const templates = v.pipe(texts, v.minLength(1));
const argv = v.pipe(
  v.union([
    v.pipe(
      text,
      v.transform((one) => [one]),
    ),
    templates,
  ]),
  v.transform((words) => words as [string, ...string[]] satisfies Argv),
);
const relative = v.pipe(text, v.regex(/^(?!\/)(?!.*\.\.)/, 'is not a path below HOME'));

const env = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z_][A-Za-z0-9_]*\*?$/, 'is neither `NAME` nor `PREFIX_*`'),
  v.transform((given): EnvEntry =>
    given.endsWith('*')
      ? { kind: 'pass-prefix', prefix: given.slice(0, -1) }
      : { kind: 'pass', name: given },
  ),
);

const pattern = v.pipe(
  text,
  v.check((given) => isRegExp(given), 'is not a regular expression'),
);

const smoke: v.GenericSchema<unknown, Smoke> = v.strictObject({
  command: word,
  args: v.optional(texts, []),
  prints: pattern,
  on: v.optional(v.picklist(['stdout', 'stderr']), 'stdout'),
});

const ways = {
  exec: v.exactOptional(v.record(text, argv)),
  without: v.exactOptional(templates),
  shell: v.exactOptional(
    v.pipe(
      v.literal('none'),
      v.transform(() => false as const),
    ),
  ),
};

const reference = v.pipe(
  v.string(),
  v.check((given) => {
    const parsed = parseReference(given);
    return parsed?.digest !== undefined && parsed.tag !== undefined;
  }, 'is not `registry/repository:tag@sha256:…`'),
);

const image = v.pipe(
  v.union([
    v.pipe(
      reference,
      v.transform((given) => ({ reference: given })),
    ),
    v.strictObject({ reference, ...ways }),
  ]),
  v.transform((given) => given as CatalogImage),
);

const packages = v.pipe(
  v.strictObject({
    debian: v.picklist(['bullseye', 'bookworm', 'trixie']),
    packages: v.array(
      v.pipe(
        v.string(),
        v.check((given) => parsePackageRequest(given) !== undefined, 'is not `name[=version]`'),
      ),
    ),
    npm: v.exactOptional(
      v.array(
        v.pipe(
          v.string(),
          v.check(
            (given) => parseNpmRequest(given.replace('{version}', '1.2.3')) !== undefined,
            'is not `name@version`',
          ),
        ),
      ),
    ),
    ...ways,
  }),
  v.transform((given) => given as CatalogPackages),
);

const exactLine: v.GenericSchema<unknown, ExactLine> = v.strictObject({
  majors: v.array(v.pipe(v.string(), v.digits(), v.transform(Number))),
  packages,
});

const versionEntry = v.strictObject({
  image: v.exactOptional(image),
  packages: v.exactOptional(packages),
  commands: v.exactOptional(templates),
  source: v.exactOptional(sourceKind),
  smoke: v.exactOptional(smoke),
});

export const toolboxEntry = v.strictObject({
  summary: v.pipe(text, v.maxLength(80), v.regex(/[^.]$/, 'ends with a full stop')),
  homepage: v.pipe(v.string(), v.url(), v.startsWith('https://')),
  default: v.strictObject({ version, command: word, repl: v.exactOptional(argv) }),
  network,
  env: v.optional(v.array(env), []),
  'home-env': v.optional(v.record(text, relative), {}),
  caches: v.optional(v.array(relative), []),
  source: v.optional(sourceKind, 'image'),
  commands: templates,
  also: v.optional(texts, []),
  aliases: v.optional(v.record(versionName, version), {}),
  versions: v.record(versionName, versionEntry),
  exact: v.optional(v.array(exactLine), []),
  smoke,
});

export type VersionEntry = v.InferOutput<typeof versionEntry>;
export type ToolboxEntry = v.InferOutput<typeof toolboxEntry>;

function isRegExp(given: string): boolean {
  try {
    return (
      new RegExp(given.replaceAll(/\{(?:version|major|minor)\}/g, '1'), 'mu') instanceof RegExp
    );
  } catch {
    return false;
  }
}
