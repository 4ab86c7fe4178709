import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCS = join(import.meta.dirname, '../../docs');

/** The block of a page that says in a comment at its top which file it is. */
export function fileOnPage(page: string, file: string): string {
  const text = readFileSync(join(DOCS, page), 'utf8');
  const blocks = [...text.matchAll(/^```[a-z]+\n([^]*?)^```$/gm)].map(([, block = '']) => block);
  const found = blocks.find((block) => block.split('\n').slice(0, 2).includes(`# ${file}`));
  if (found === undefined) throw new Error(`docs/${page} has no ${file}`);
  return found;
}
