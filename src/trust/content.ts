import type { Digest } from '../kernel/brand.ts';
import type { ConfigText, ConfigTexts } from '../kernel/config-texts.ts';
import { digestOfContent } from '../kernel/digest.ts';

/** What trust is bound to, but for what Dockerfiles are built from: the texts of the project's config files. */
export interface Content {
  readonly digest: Digest;
  readonly files: readonly ContentFile[];
}

export interface ContentFile {
  /** From the project's root, so that all worktrees of a repository mean the same by it. */
  readonly file: string;
  /** What was parsed; of a package.json what it says to Tackle. */
  readonly text: string;
}

/** Raised when the same files would be named by another digest. */
const FORMAT = 1;

export function contentOf(texts: ConfigTexts): Content {
  const files = texts.filter(({ layer }) => layer !== 'user').map(fileOf);
  return { digest: digestOfContent(JSON.stringify([FORMAT, files])), files };
}

/** The project's own files of a config, as places name them. */
export function filesOfProject(texts: ConfigTexts): ReadonlySet<string> {
  return new Set(texts.flatMap(({ layer, file }) => (layer === 'user' ? [] : [file])));
}

function fileOf({ file, root, text, key }: ConfigText): ContentFile {
  const below = root === '/' ? '/' : `${root}/`;
  const name = file.startsWith(below) ? file.slice(below.length) : file;
  return { file: name, text: key === undefined ? text : valueOf(text, key) };
}

/** A package.json changes for many reasons. One that is no JSON counts whole: YAML may read something else in it. */
function valueOf(text: string, key: string): string {
  try {
    const value = (JSON.parse(text) as Readonly<Record<string, unknown>>)[key];
    return `${JSON.stringify(value, undefined, 2)}\n`;
  } catch {
    return text;
  }
}

/**
 * The name of all that trust is bound to, for `TACKLE_TRUST`.
 * @param contexts what each Dockerfile is built from, by the name of its toolbox
 */
export function digestOfAll(content: Content, contexts: Contexts): string {
  const sorted = Object.entries(contexts).sort(([a], [b]) => (a < b ? -1 : 1));
  return digestOfContent(JSON.stringify([content.digest, sorted])).slice('sha256:'.length);
}

export type Contexts = Readonly<Record<string, Digest>>;
