/** For between backticks, with none in it that would end them: a project's text may hold any. */
export function literal(text: string): string {
  return text.replaceAll('`', '\\x60');
}
