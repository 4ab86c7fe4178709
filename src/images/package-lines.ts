import type { Digest } from '../kernel/brand.ts';
import type { ExactPackage } from '../lock/exact.ts';

/** What the customize hook prints before each package that is installed. */
export const INSTALLED = 'tackle: installed ';

/** What the extract hook prints before each package that is to be had, where some are not those that are locked. */
export const OFFERED = 'tackle: offered ';

/**
 * Shell: from what `apt-get download --print-uris` says, a line for each package, as `readPackageLine` wants it. The
 * name of a `.deb` file holds all but its digest, which apt takes from the signed lists and has proved.
 */
export function linesAfter(prefix: string): string {
  return `sed -n "s/^'.*' \\([^ ]*\\)\\.deb [0-9]* SHA256:/${prefix}\\1 /p"`;
}

/** Of `bash_5.2.15-2+b8_amd64 HEX`; apt writes the `:` of an epoch as `%3a`. */
export function readPackageLine(line: string): ExactPackage | undefined {
  const [, name, version, architecture, hex] =
    /^([^_]+)_([^_]+)_([^_ ]+) ([0-9a-f]{64})$/.exec(line) ?? [];
  if (name === undefined || version === undefined) return undefined;
  if (architecture === undefined || hex === undefined) return undefined;
  const digest = `sha256:${hex}` as Digest;
  return { name, version: decodeURIComponent(version), architecture, digest };
}
