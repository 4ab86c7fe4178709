import type { AbsolutePath } from '../kernel/brand.ts';
import type { FoundPath, HostFacts, MountFacts } from './host-facts.ts';
import type { NeverMounted, Refusal } from './never-mounted.ts';
import { below, liesBelow, liesIn } from '../kernel/path-within.ts';

/** Why something that an argument names is never shown to a tool, whatever the config asks for. */
export type NeverShared =
  | NeverMounted
  | { readonly kind: 'special' }
  | { readonly kind: 'credentials'; readonly place: AbsolutePath }
  | { readonly kind: 'above-credentials'; readonly place: AbsolutePath };

/** Answers why something of the caller's is never shown at that path, if so. */
export type WhyNeverShared = (
  found: Pick<FoundPath, 'names' | 'kind'>,
  path: AbsolutePath,
) => NeverShared | undefined;

/** Below the home directory: where programs keep keys, tokens, passwords and cookies unless told otherwise. */
const CREDENTIALS = [
  ...['.ssh', '.gnupg', '.password-store', '.local/share/keyrings', '.pki', '.config/op'],
  ...['.netrc', '.git-credentials', '.config/git/credentials', '.config/gh', '.config/glab-cli'],
  ...['.config/hub', '.aws', '.azure', '.config/gcloud', '.config/doctl', '.kube', '.vault-token'],
  ...['.terraform.d/credentials.tfrc.json', '.terraformrc', '.docker', '.config/containers'],
  ...['.npmrc', '.yarnrc.yml', '.pypirc', '.cargo/credentials', '.cargo/credentials.toml'],
  ...['.gem/credentials', '.m2/settings.xml', '.gradle/gradle.properties', '.composer/auth.json'],
  ...['.config/composer/auth.json', '.pgpass', '.my.cnf', '.mozilla', '.config/google-chrome'],
  ...['.config/chromium', '.config/BraveSoftware', '.config/rclone', '.config/sops'],
];

/**
 * Answers why the file or directory that an argument names is never shown at the path `missing`, if so.
 * Sockets, pipes and devices are not files to read: a read-only mount holds nobody back from using them.
 */
export function neverShared(
  facts: HostFacts,
  isRefused: Refusal,
  more?: MountFacts,
): WhyNeverShared {
  const homes = [...new Set([facts.user.home, facts.realHome, ...(more?.accountHomes ?? [])])];
  const places = [...credentialsIn(homes), ...(more?.realCredentials ?? [])];
  if (facts.sshAgent !== undefined) places.push(facts.sshAgent);
  return ({ kind, names }, missing) => {
    if (kind === 'special') return { kind };
    const ways = [missing, names.at(-1) ?? missing];
    const refused = ways.map(isRefused).find((why) => why !== undefined);
    return refused ?? ways.map((path) => credentialsAt(path, places)).find(Boolean);
  };
}

/** Where credentials are, or may be. */
export function credentialsIn(homes: readonly AbsolutePath[]): readonly AbsolutePath[] {
  return homes.flatMap((home) => CREDENTIALS.map((name) => below(home, name)));
}

function credentialsAt(
  path: AbsolutePath,
  places: readonly AbsolutePath[],
): NeverShared | undefined {
  for (const place of places) {
    if (liesIn(path, place)) return { kind: 'credentials', place };
    if (liesBelow(place, path)) return { kind: 'above-credentials', place };
  }
  return undefined;
}
