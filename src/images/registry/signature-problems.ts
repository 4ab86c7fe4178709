import type { Digest } from '../../kernel/brand.ts';
import type { Place } from '../../kernel/place.ts';
import type { ImagesProblem } from '../problems.ts';

const REFUSED = 'it is not run, since its toolbox says in `signed-by` who has to have signed it';

/** Nobody has signed it, or the signature was not copied along with it. */
export function notSigned(image: string, why: string, place: Place): ImagesProblem {
  return {
    code: 'images/not-signed',
    message: `the image \`${image}\` is not signed: ${why}`,
    hint: `${REFUSED}; ask its makers, or sign it: \`cosign sign --key KEY IMAGE@DIGEST\``,
    place,
  };
}

/** @param by `the key …`, `… of …`; `reasons`: why, for each signature that there is, or what cosign says */
export function signatureWrong(
  image: string,
  { by, digest }: { readonly by: string; readonly digest: Digest },
  reasons: readonly string[],
  place: Place,
): ImagesProblem {
  return {
    code: 'images/signature-wrong',
    message: `no signature of \`${image}\` (\`${digest}\`) is one by ${by}`,
    hint: `${REFUSED}; ask its makers how they sign`,
    place,
    detail: reasons,
  };
}

/** The file is not there, or holds no public key that signatures of images are made with. */
export function keyUnusable(key: string, why: string, place: Place): ImagesProblem {
  return {
    code: 'images/key-unusable',
    message: `\`${key}\` is no public key: ${why}`,
    hint: 'name the file that `cosign generate-key-pair` calls `cosign.pub`; it begins with `-----BEGIN PUBLIC KEY-----`',
    place,
  };
}

/** Signatures by identity are verified by cosign itself. */
export function cosignMissing(image: string, place: Place): ImagesProblem {
  return {
    code: 'images/cosign-missing',
    message: `whether \`${image}\` is signed by this identity cannot be told without \`cosign\`, which is not on PATH`,
    hint: 'install it (https://docs.sigstore.dev), or name the path of a public key instead, which needs no other program',
    place,
  };
}
