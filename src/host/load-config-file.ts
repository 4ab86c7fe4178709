import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import * as cosmiconfig from 'cosmiconfig/dist/Explorer.js';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { ConfigTextsProblem } from './config-problems.ts';
import { notUtf8, unreadable } from './config-problems.ts';

export interface ConfigContent {
  readonly file: AbsolutePath;
  readonly text: string;
}

/** What is used of cosmiconfig's inner class, which comes without types. */
interface Reader {
  load(
    file: string,
  ): Promise<{ readonly config?: { readonly text: string }; readonly isEmpty?: boolean } | null>;
}

const { Explorer } = cosmiconfig as unknown as {
  readonly Explorer: new (options: Readonly<Record<string, unknown>>) => Reader;
};

/**
 * cosmiconfig's reader, with loaders that hand over the text: its own drop where a value was
 * written. Not made by `cosmiconfig()`, which first looks in the working directory for settings of
 * its own and would run a `.config/config.js` that it finds there.
 */
const explorer = new Explorer({
  moduleName: 'tackle',
  searchPlaces: [],
  searchStrategy: 'none',
  cache: false,
  ignoreEmptySearchPlaces: false,
  mergeImportArrays: false,
  mergeSearchPlaces: false,
  transform: (result: unknown) => result,
  loaders: {
    default: (file: string, text: string) => {
      const content = { text: withoutMark(text) };
      if (!file.endsWith('/package.json')) return content;
      return holdsKey(content.text) ? { tackle: content } : {};
    },
  },
});

/** The text of one config file; nothing for a package.json that does not speak of Tackle. */
export async function loadConfigFile(
  file: AbsolutePath,
): Promise<Result<ConfigContent | undefined, ConfigTextsProblem>> {
  try {
    const loaded = await explorer.load(file);
    if (loaded === null || (loaded.isEmpty && file.endsWith('/package.json'))) return ok(undefined);
    // An empty file is never shown to a loader.
    const text = loaded.config?.text ?? '';
    // cosmiconfig decodes whatever it reads; a replacement character may be its own.
    if (text.includes('\uFFFD') && !isUtf8(await readFile(file))) return err(notUtf8(file));
    return ok({ file, text });
  } catch (error) {
    return err(unreadable(file, (error as NodeJS.ErrnoException).code ?? 'EIO'));
  }
}

/** Editors on Windows put a byte order mark in front. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** Whether a package.json has our key. A broken one is ours to complain about if it seems to. */
function holdsKey(text: string): boolean {
  try {
    const parsed = JSON.parse(text) as unknown;
    return typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, 'tackle');
  } catch {
    return /"tackle"\s*:/.test(text);
  }
}
