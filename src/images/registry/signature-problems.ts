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

/** `reasons`: why, for each signature that there is. */
export function signatureWrong(
  image: string,
  { key, digest }: { readonly key: string; readonly digest: Digest },
  reasons: readonly string[],
  place: Place,
): ImagesProblem {
  return {
    code: 'images/signature-wrong',
    message: `no signature of \`${image}\` (\`${digest}\`) is one by the key \`${key}\``,
    hint: `${REFUSED}; ask its makers which key is theirs`,
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
