import { absolutePathOf } from '../../src/kernel/brand.ts';
import type { ConfigText } from '../../src/kernel/config-texts.ts';

export function path(text: string) {
  return absolutePathOf(text)!;
}

/** A project's config at `/p/tackle.yaml`. */
export function projectText(text: string, more: Partial<ConfigText> = {}): ConfigText {
  return { layer: 'project', file: path('/p/tackle.yaml'), root: path('/p'), text, ...more };
}
