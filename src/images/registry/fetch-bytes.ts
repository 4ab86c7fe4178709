import type { Digest } from '../../kernel/brand.ts';
import { digestOfContent } from '../../kernel/digest.ts';
import { digestOf } from '../../kernel/brand.ts';
import { askRegistry, type RegistryQuestion } from './ask-registry.ts';
import type { Attempt, Errand } from './attempt.ts';
import { done, elsewhere } from './attempt.ts';
import type { Keyring } from './keyring.ts';
import { manifestKind, mediaTypeOf } from './media-types.ts';
import { imageDamaged, imageTooOld, registryBrokeOff, registryOddAnswer } from './problems.ts';
import { dropBody, readSmall } from './read-body.ts';

/** What registries themselves take at most as a manifest, in bytes (OCI distribution: "at least 4 megabytes"). */
const MAX_SIZE = 4 * 1024 ** 2;

export interface SmallPart {
  readonly question: Omit<RegistryQuestion, 'welcome' | 'method'>;
  /** In the words of messages: `the manifest`. */
  readonly part: string;
  /** What it has to be; by a tag, what its registry says it is. */
  readonly expected?: { readonly digest: Digest; readonly size?: number };
}

export interface FetchedBytes {
  readonly bytes: Buffer;
  /** Computed from the bytes. */
  readonly digest: Digest;
  readonly contentType: string;
}

/** Fetches a manifest or a configuration into memory, and proves that it is the one that was asked for. */
export async function fetchBytes(
  { question, part, expected }: SmallPart,
  keyring: Keyring,
  errand: Errand,
): Promise<Attempt<FetchedBytes>> {
  const { wanted } = errand;
  const came = await askRegistry({ ...question, welcome: [200] }, keyring, errand);
  if (came.kind !== 'done') return came;
  const response = came.value;
  const contentType = mediaTypeOf(response.headers.get('content-type'));
  const refused = refusedType(contentType, errand);
  if (refused !== undefined) {
    dropBody(response);
    return refused;
  }
  const end = await readSmall(response, errand, MAX_SIZE);
  const { bytes } = end;
  if (end.kind === 'broken') {
    return { kind: 'again', problem: registryBrokeOff(wanted, end.why), why: end.why };
  }
  if (end.kind === 'enough') {
    return elsewhere(registryOddAnswer(wanted, `${part} has more than ${MAX_SIZE} bytes`));
  }
  const digest = digestOfContent(bytes);
  const size = expected?.size ?? bytes.length;
  if (bytes.length !== size) {
    const why = `it is ${bytes.length} bytes long and not ${size}`;
    return elsewhere(imageDamaged(wanted, part, why));
  }
  const promised = expected?.digest ?? announcedDigest(response) ?? digest;
  if (digest !== promised) {
    return elsewhere(imageDamaged(wanted, part, `\`${digest}\` instead of \`${promised}\``));
  }
  return done({ bytes, digest, contentType });
}

/** What is no manifest of ours by its type alone, whatever it says. */
export function refusedType(contentType: string, { wanted }: Errand): Attempt<never> | undefined {
  if (contentType === 'text/html') {
    return elsewhere(registryOddAnswer(wanted, 'it answers with HTML'));
  }
  // Its digest is that of a part of it, so that it could not be checked either.
  return manifestKind(contentType) === 'schema-1' ? elsewhere(imageTooOld(wanted)) : undefined;
}

export function announcedDigest({ headers }: Response): Digest | undefined {
  return digestOf(headers.get('docker-content-digest') ?? '');
}
