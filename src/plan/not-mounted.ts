import type { AbsolutePath } from '../kernel/brand.ts';
import type { NeverShared } from './never-shared.ts';

/** Why something that a config mounts is not. */
export type NotMounted =
  | { readonly kind: 'never'; readonly why: NeverShared }
  | { readonly kind: 'absent' | 'above-another' | 'taken' }
  | { readonly kind: 'link'; readonly path: AbsolutePath }
  | { readonly kind: 'in-another' | 'of-tackle'; readonly directory: AbsolutePath };
