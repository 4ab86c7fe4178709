/** Put in by the bundler (`scripts/build.mjs`). */
declare const TACKLE_VERSION: string | undefined;

/** The version in `package.json`, or `0.0.0-source` when run unbundled. */
export const VERSION = typeof TACKLE_VERSION === 'undefined' ? '0.0.0-source' : TACKLE_VERSION;
