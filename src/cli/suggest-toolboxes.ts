import type { ListedToolbox } from '../catalog/list.ts';

/** One line to choose from; `value` is what would be typed after `tackle x`. */
export interface Suggestion {
  readonly title: string;
  readonly description?: string;
  readonly value: string;
}

/**
 * What may be meant by what is typed so far: the toolboxes whose names begin with it, then those whose
 * summaries hold it; the versions of one, after its `@`; else the text itself, since a project has toolboxes
 * that no catalogue knows.
 */
export function suggestToolboxes(
  typed: string,
  toolboxes: readonly ListedToolbox[],
): readonly Suggestion[] {
  const text = typed.trim().toLowerCase();
  const [name = '', version] = text.split('@');
  const found =
    version === undefined
      ? matching(name, toolboxes).map(byDefault)
      : toolboxes.filter((each) => each.name === name).flatMap((each) => versions(each, version));
  return found.length > 0 ? found : [{ title: text, value: text }];
}

function matching(text: string, toolboxes: readonly ListedToolbox[]): readonly ListedToolbox[] {
  const byName = toolboxes.filter(({ name }) => name.startsWith(text));
  const bySummary = toolboxes.filter(
    (each) => !byName.includes(each) && each.summary.toLowerCase().includes(text),
  );
  return [...byName, ...bySummary];
}

function byDefault({ name, summary, defaultVersion }: ListedToolbox): Suggestion {
  return { title: `${name}@${defaultVersion}`, description: summary, value: name };
}

function versions({ name, versions }: ListedToolbox, typed: string): readonly Suggestion[] {
  return versions
    .filter((version) => version.startsWith(typed))
    .map((version) => ({ title: `${name}@${version}`, value: `${name}@${version}` }));
}
