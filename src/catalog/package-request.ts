import type { NpmRequest, PackageRequest } from './tool.ts';

/** Debian Policy 5.6.1 and 5.6.12. */
const NAME = /^[a-z0-9][a-z0-9+.-]+$/;
const VERSION = /^(?:[0-9]+:)?[0-9][A-Za-z0-9.+~-]*$/;
const SUITE = /^[a-z][a-z0-9-]*$/;

const NPM_NAME = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const NPM_VERSION = /^[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?$/;

/** Reads `name` or `name=version`; nothing for anything else, so that no text becomes an option of a program. */
export function parsePackageRequest(text: string): PackageRequest | undefined {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  if (!NAME.test(name)) return undefined;
  if (equals === -1) return { name };
  const version = text.slice(equals + 1);
  return VERSION.test(version) ? { name, version } : undefined;
}

/** Reads `name@version` with an exact version; the name may hold `{arch}` (see `NpmRequest`). */
export function parseNpmRequest(text: string): NpmRequest | undefined {
  const at = text.lastIndexOf('@');
  const name = text.slice(0, Math.max(at, 0));
  const version = text.slice(at + 1);
  return NPM_NAME.test(name.replace('{arch}', 'x64')) && NPM_VERSION.test(version)
    ? { name, version }
    : undefined;
}

/** Whether the text can name a Debian suite; which suites there are is the mirror's to say. */
export function isSuiteName(text: string): boolean {
  return SUITE.test(text);
}
