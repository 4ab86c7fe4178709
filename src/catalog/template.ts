/**
 * Puts the version's parts in place of `{version}`, `{major}` and `{minor}`. A part that the version
 * does not have stays as written; `parse-catalog.ts` lets no such template into the catalogue.
 */
export function expand(template: string, version: string): string {
  const [, major, minor] = /^([0-9]+)(?:\.([0-9]+))?/.exec(version) ?? [];
  return template
    .replaceAll('{version}', version)
    .replaceAll('{major}', major ?? '{major}')
    .replaceAll('{minor}', minor ?? '{minor}');
}

export function expandAll(templates: readonly string[], version: string): readonly string[] {
  return templates.map((template) => expand(template, version));
}
