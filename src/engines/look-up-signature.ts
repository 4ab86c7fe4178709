import { askedAt } from '../catalog/asked-at.ts';
import { printByTag } from '../catalog/reference.ts';
import type { Registries, SignedBy } from '../config/config.ts';
import type { ImagesProblem } from '../images/problems.ts';
import { signatureTag } from '../images/registry/find-signatures.ts';
import {
  cosignMissing,
  keyUnusable,
  notSigned,
  signatureWrong,
} from '../images/registry/signature-problems.ts';
import { REAL_PACE } from '../images/registry/pace.ts';
import { runHelper } from '../images/registry/run-helper.ts';
import { faultOf, publicKey } from '../images/registry/verify-signature.ts';
import type { Located } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { RegistryPin } from '../lock/pin.ts';
import { asEngineProblem } from './as-engine-problem.ts';
import { lookingUp, registryClient } from './ask-registry.ts';
import { findProgram } from '../host/find-program.ts';
import { interrupted } from './problems.ts';
import type { EngineProblem } from './engine.ts';
import type { Environment } from './finding.ts';

export interface SignatureWanted {
  readonly pin: RegistryPin;
  readonly signedBy: Located<SignedBy>;
  /** The key in its file; an error when that cannot be read. */
  readonly signer: string | Error;
  readonly env: Environment;
  readonly registries?: Registries | undefined;
}

type Found = Result<void, EngineProblem | ImagesProblem>;

/** Looks for a signature of the digest by whom it has to be; a problem unless there is one. */
export async function lookUpSignature(wanted: SignatureWanted, work: Work): Promise<Found> {
  const { value: by } = wanted.signedBy;
  return by.kind === 'key'
    ? await lookUpByKey(wanted, by.file, work)
    : await askCosign(wanted, by, work);
}

/** Asks the registry for the signatures. */
async function lookUpByKey(
  { pin, signedBy: { place }, signer, env, registries }: SignatureWanted,
  file: string,
  work: Work,
): Promise<Found> {
  if (typeof signer !== 'string') return err(keyUnusable(file, signer.message, place));
  const key = publicKey(signer);
  if (key === undefined) return err(keyUnusable(file, 'it is not one in PEM', place));
  const { digest } = pin;
  const found = await registryClient(env, registries).signatures(pin, digest, lookingUp(work));
  if (!found.ok) return err(asEngineProblem(found.error));
  const image = printByTag(pin);
  if (found.value.length === 0) {
    return err(notSigned(image, `its registry has no \`${signatureTag(digest)}\``, place));
  }
  const faults = found.value.map((each) => faultOf(each, digest, key));
  if (faults.includes(undefined)) return ok(undefined);
  const reasons = faults.flatMap((fault) => fault ?? []);
  return err(signatureWrong(image, { by: `the key \`${file}\``, digest }, reasons, place));
}

/** What of cosign's words is shown. */
const LAST_LINES = 5;

/**
 * Has cosign verify it: certificates, their issuer and the log of them are its own. It asks the first place that the
 * config names, and is given nothing but the digest.
 */
async function askCosign(
  { pin, signedBy: { place }, env, registries }: SignatureWanted,
  { identity, issuer }: Extract<SignedBy, { kind: 'identity' }>,
  work: Work,
): Promise<Found> {
  const image = printByTag(pin);
  const program = findProgram('cosign', env);
  if (program === undefined) return err(cosignMissing(image, place));
  const [{ reference }] = askedAt(pin, registries);
  const { registry, repository } = reference;
  const who = [`--certificate-identity=${identity}`, `--certificate-oidc-issuer=${issuer}`];
  const { signal } = work;
  const { after } = REAL_PACE;
  const ran = await runHelper({
    program,
    arguments: ['verify', ...who, `${registry}/${repository}@${pin.digest}`],
    input: '',
    env,
    signal,
    after,
  });
  if (ran.kind === 'interrupted') return err(interrupted(`verifying \`${image}\``));
  if (ran.kind === 'ended' && ran.status === '0') return ok(undefined);
  const said = ran.kind === 'not-started' ? [ran.why] : ran.stderr.trim().split('\n');
  const by = `\`${identity}\` of \`${issuer}\``;
  return err(signatureWrong(image, { by, digest: pin.digest }, said.slice(-LAST_LINES), place));
}
