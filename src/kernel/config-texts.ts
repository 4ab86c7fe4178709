import type { AbsolutePath } from './brand.ts';

/** The config files that apply, unread by anyone yet, weakest first: user, project, local. */
export type ConfigTexts = readonly ConfigText[];

export interface ConfigText {
  readonly layer: 'user' | 'project' | 'local';
  readonly file: AbsolutePath;
  /**
   * What relative paths in it start from and may not leave. For the project's file this is the
   * project itself: the directory that holds the file or its `.config` folder.
   */
  readonly root: AbsolutePath;
  /** Without a byte order mark; line endings as they are. */
  readonly text: string;
  /** The settings are the value of this key of the document; the whole document when absent. */
  readonly key?: 'tackle';
}
