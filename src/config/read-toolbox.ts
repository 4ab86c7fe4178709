import type { AbsolutePath, CommandName } from '../kernel/brand.ts';
import { absolutePathOf } from '../kernel/brand.ts';
import type { Located } from '../kernel/place.ts';
import type { Network, SignedBy, ToolboxSpec } from './config.ts';
import {
  certain,
  commandName,
  readEnv,
  readIsolation,
  readLimits,
  readShare,
} from './read-parts.ts';
import type { Written } from './written.ts';
import { entriesOf, itemsOf, locate, textOf, valueAt } from './written.ts';

/** Reads a toolbox that has passed the schema: which of the three kinds it is, its keys say. */
export function readToolbox(written: Written, root: AbsolutePath): ToolboxSpec {
  const common = readCommon(written);
  const image = locate(valueAt(written, 'image'), textOf);
  if (image) return { kind: 'image', image, ...readSigner(written, root), ...common };
  const debian = locate(valueAt(written, 'debian'), textOf);
  if (debian) {
    const packages = readTexts(valueAt(written, 'packages'));
    return {
      kind: 'packages',
      debian,
      packages,
      npm: readTexts(valueAt(written, 'npm')),
      ...common,
    };
  }
  return { ...readDockerfile(written, root), ...common };
}

function readCommon(written: Written) {
  const network = locate(valueAt(written, 'network'), (value) => textOf(value) as Network);
  const summary = valueAt(written, 'summary');
  return {
    commands: readCommands(valueAt(written, 'commands')),
    ...(network && { network }),
    env: readEnv(written),
    share: readShare(written),
    ...readIsolation(written),
    limits: readLimits(written),
    ...(summary && { summary: textOf(summary) }),
  };
}

type Exec = readonly [string, ...string[]];

/** In a list, each word runs the program of the same name. */
function readCommands(written: Written | undefined): ReadonlyMap<CommandName, Exec> {
  const named = itemsOf(written).map((item) => {
    const name = commandName(textOf(item));
    return [name, [name] as Exec] as const;
  });
  const mapped = entriesOf(written).map(({ key, value }) => {
    const [program, ...args] = value.kind === 'list' ? value.items.map(textOf) : [textOf(value)];
    return [commandName(key), [certain(program, key), ...args] as Exec] as const;
  });
  return new Map([...named, ...mapped]);
}

function within(root: AbsolutePath, value: Written): AbsolutePath {
  const path = `${root}/${textOf(value)}`;
  return certain(absolutePathOf(path), path);
}

function readSigner(written: Written, root: AbsolutePath) {
  const signedBy = locate(valueAt(written, 'signed-by'), (said): SignedBy => {
    const [identity, issuer] = [valueAt(said, 'identity'), valueAt(said, 'issuer')];
    return identity && issuer
      ? { kind: 'identity', identity: textOf(identity), issuer: textOf(issuer) }
      : { kind: 'key', file: within(root, said) };
  });
  return signedBy ? { signedBy } : {};
}

function readDockerfile(written: Written, root: AbsolutePath) {
  const file = valueAt(written, 'dockerfile') ?? written;
  const dockerfile = { value: within(root, file), place: file.place };
  const context = valueAt(written, 'context');
  const target = valueAt(written, 'target');
  const args = entriesOf(valueAt(written, 'args')).map(
    ({ key, value }) => [key, textOf(value)] as const,
  );
  return {
    kind: 'dockerfile',
    dockerfile,
    context: context ? within(root, context) : directoryOf(dockerfile.value),
    ...(target && { target: textOf(target) }),
    args: Object.fromEntries(args),
  } as const;
}

function directoryOf(path: AbsolutePath): AbsolutePath {
  return certain(absolutePathOf(`${path}/..`), path);
}

function readTexts(written: Written | undefined): readonly Located<string>[] {
  return itemsOf(written).map((item) => ({ value: textOf(item), place: item.place }));
}
