import type { AbsolutePath } from '../../kernel/brand.ts';
import { absolutePathOf } from '../../kernel/brand.ts';
import type { Located } from '../../kernel/place.ts';
import type { DockerfileToolbox, ImageToolbox } from '../config.ts';
import { ARGUMENT, IMAGE, STAGE, VARIABLE_NAME } from '../patterns.ts';
import type { Written } from '../written.ts';
import { entriesOf, valueAt } from '../written.ts';
import { type Faults, shown } from './faults.ts';
import { asksForSomething } from './properties.ts';
import { type KnownVariables, substitute } from './variables.ts';

type ImageSource = Pick<ImageToolbox, 'kind' | 'image'>;
type DockerfileSource = Pick<
  DockerfileToolbox,
  'kind' | 'dockerfile' | 'context' | 'target' | 'args'
>;

/** Where the file lies that is read, and the project that nothing may leave. */
export interface Directories {
  readonly root: AbsolutePath;
  /** Of the `devcontainer.json`: what paths in it begin at. */
  readonly own: AbsolutePath;
}

/** The image, or the Dockerfile that it is built from. */
export function readSource(
  document: Written,
  directories: Directories,
  known: KnownVariables,
  faults: Faults,
): ImageSource | DockerfileSource | undefined {
  const image = valueAt(document, 'image');
  const build = valueAt(document, 'build');
  if (build !== undefined && build.kind !== 'map') faults.wrongType('build', build, 'a map');
  const dockerfile = valueAt(build, 'dockerfile') ?? valueAt(document, 'dockerFile');
  if (image !== undefined && dockerfile !== undefined) {
    const message =
      'a dev container is run from an `image` or built from a Dockerfile, and not both';
    faults.add('config/toolbox-kind', dockerfile.place, message, 'keep one of them');
    return undefined;
  }
  if (dockerfile !== undefined) return readBuild(document, dockerfile, directories, known, faults);
  if (image !== undefined) return readImage(image, known, faults);
  const compose = valueAt(document, 'dockerComposeFile');
  // What is wrong then is that, and not what it does without.
  if (compose === undefined || !asksForSomething('dockerComposeFile', compose)) {
    const hint = 'add one of `image` and `build.dockerfile`';
    faults.add('config/missing-key', document.place, 'this dev container has no image', hint);
  }
  return undefined;
}

function readImage(
  written: Written,
  known: KnownVariables,
  faults: Faults,
): ImageSource | undefined {
  const image = knownText('image', written, known, faults);
  if (image === undefined) return undefined;
  if (IMAGE.test(image.value)) return { kind: 'image', image };
  const message = `\`image\` should be an image such as \`docker.io/library/python:3.8\`, not \`${shown(image.value)}\``;
  faults.add('config/bad-value', written.place, message);
  return undefined;
}

function readBuild(
  document: Written,
  written: Written,
  directories: Directories,
  known: KnownVariables,
  faults: Faults,
): DockerfileSource | undefined {
  const build = valueAt(document, 'build');
  const options = valueAt(build, 'options');
  if (options && asksForSomething('options', options)) {
    const why = 'they are words for another program';
    faults.notMet('build.options', options.place, why, 'leave it out');
  }
  const contextAt = valueAt(build, 'context') ?? valueAt(document, 'context');
  const context = contextAt
    ? readPath('context', contextAt, directories, known, faults)
    : { value: directories.own };
  const dockerfile = readPath('dockerfile', written, directories, known, faults);
  const target = readTarget(valueAt(build, 'target'), known, faults);
  const args = readArgs(valueAt(build, 'args'), known, faults);
  if (dockerfile === undefined || context === undefined) return undefined;
  return {
    kind: 'dockerfile',
    dockerfile,
    context: context.value,
    ...(target !== undefined && { target }),
    args,
  };
}

function readPath(
  name: string,
  written: Written,
  { root, own }: Directories,
  known: KnownVariables,
  faults: Faults,
): Located<AbsolutePath> | undefined {
  const text = knownText(name, written, known, faults);
  if (text === undefined) return undefined;
  const value = absolutePathOf(text.value.startsWith('/') ? text.value : `${own}/${text.value}`);
  const isInside = value === root || value?.startsWith(root === '/' ? '/' : `${root}/`);
  if (value !== undefined && text.value !== '' && isInside) return { value, place: written.place };
  const message = `\`${shown(text.value)}\` leaves the project`;
  const hint = 'move it into the project: nothing else is read';
  faults.add('config/path-outside', written.place, message, hint);
  return undefined;
}

function readTarget(
  written: Written | undefined,
  known: KnownVariables,
  faults: Faults,
): string | undefined {
  const target = written && knownText('build.target', written, known, faults);
  if (target === undefined || STAGE.test(target.value)) return target?.value;
  const message = '`build.target` should be the name of a stage in the Dockerfile';
  faults.add('config/bad-value', target.place, message);
  return undefined;
}

function readArgs(
  written: Written | undefined,
  known: KnownVariables,
  faults: Faults,
): Readonly<Record<string, string>> {
  const args = entriesOf(written).flatMap(({ key, keyPlace, value }) => {
    const name = `build.args.${key}`;
    const text = knownText(name, value, known, faults);
    if (text === undefined) return [];
    if (VARIABLE_NAME.test(key) && ARGUMENT.test(text.value)) return [[key, text.value] as const];
    faults.add(
      'config/bad-name',
      keyPlace,
      `\`${shown(key)}\` should be the name of a build argument`,
    );
    return [];
  });
  return Object.fromEntries(args);
}

/** A text in which there is no variable but those that stand for the project. */
export function knownText(
  name: string,
  written: Written,
  known: KnownVariables,
  faults: Faults,
): Located<string> | undefined {
  const text = faults.textOf(name, written);
  if (text === undefined) return undefined;
  const found = substitute(text, known);
  if (found.kind === 'text') return { value: found.value, place: written.place };
  const variable = found.kind === 'callers' ? text : found.variable;
  const why = `it would be another one wherever \`${shown(variable)}\` is`;
  faults.notMet(name, written.place, why, 'write what is meant');
  return undefined;
}
