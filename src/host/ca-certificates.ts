import { statSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import type { HostFacts } from '../plan/host-facts.ts';
import type { Environment } from './environment.ts';
import { pathForNode } from './path-for-node.ts';
import { realPathOf } from './real-path.ts';

/**
 * What programs go by instead of their own list of authorities, or besides it: OpenSSL (with Python's ssl,
 * Ruby, PHP), Go and Rust; curl; Python's requests; pip; Node; Deno; git; cargo; the AWS client.
 */
export const CA_VARIABLES = [
  ...['SSL_CERT_FILE', 'CURL_CA_BUNDLE', 'REQUESTS_CA_BUNDLE', 'PIP_CERT', 'NODE_EXTRA_CA_CERTS'],
  ...['DENO_CERT', 'GIT_SSL_CAINFO', 'CARGO_HTTP_CAINFO', 'AWS_CA_BUNDLE'],
];

/** Where systems keep the list: Debian, Alpine and Arch; Fedora; openSUSE; older Red Hats; BSDs and macOS. */
const OF_THE_SYSTEM = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
];

/**
 * For each of the variables the file of authorities that holds for the caller: the one it names, else the
 * one that `SSL_CERT_FILE` names, else the system's. Nothing where there is none at all.
 */
export function caCertificates(env: Environment): HostFacts['caCertificates'] {
  const general = fileAt(env['SSL_CERT_FILE']) ?? first(OF_THE_SYSTEM);
  return Object.fromEntries(
    CA_VARIABLES.flatMap((variable) => {
      const file = fileAt(env[variable]) ?? general;
      return file === undefined ? [] : [[variable, file]];
    }),
  );
}

/** Where a file of authorities is looked for. */
export function placesOfCaCertificates(env: Environment): readonly string[] {
  return [...CA_VARIABLES.flatMap((variable) => env[variable] ?? []), ...OF_THE_SYSTEM];
}

function first(paths: readonly string[]): AbsolutePath | undefined {
  for (const path of paths) {
    const file = fileAt(path);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The regular file at the path, links resolved. */
function fileAt(path: string | undefined): AbsolutePath | undefined {
  const file = path === undefined || path === '' ? undefined : realPathOf(path);
  if (file === undefined) return undefined;
  const found = statSync(pathForNode(file), { throwIfNoEntry: false });
  return found?.isFile() === true ? file : undefined;
}
