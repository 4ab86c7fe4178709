import { printByTag } from '../catalog/reference.ts';
import type { Registries } from '../config/config.ts';
import type { ImagesProblem } from '../images/problems.ts';
import { signatureTag } from '../images/registry/find-signatures.ts';
import { keyUnusable, notSigned, signatureWrong } from '../images/registry/signature-problems.ts';
import { faultOf, publicKey } from '../images/registry/verify-signature.ts';
import type { Place } from '../kernel/place.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { RegistryPin } from '../lock/pin.ts';
import { asEngineProblem } from './as-engine-problem.ts';
import { lookingUp, registryClient } from './ask-registry.ts';
import type { EngineProblem } from './engine.ts';
import type { Environment } from './finding.ts';

export interface SignatureWanted {
  readonly pin: RegistryPin;
  readonly file: string;
  /** What is in the file; an error when it cannot be read. */
  readonly key: string | Error;
  /** Where somebody has said that it has to be signed. */
  readonly place: Place;
  readonly env: Environment;
  readonly registries?: Registries | undefined;
}

/** Asks the registry for the signatures of the digest; a problem unless one is by the key. */
export async function lookUpSignature(
  { pin, file, key: pem, place, env, registries }: SignatureWanted,
  work: Work,
): Promise<Result<void, EngineProblem | ImagesProblem>> {
  if (typeof pem !== 'string') return err(keyUnusable(file, pem.message, place));
  const key = publicKey(pem);
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
  return err(signatureWrong(image, { key: file, digest }, reasons, place));
}
