import type { ImageInspectInfo } from 'dockerode';
import { digestOf, type Digest } from '../../kernel/brand.ts';
import type { Platform } from '../../kernel/platform.ts';

/** The image's id, if it is one for the platform: an engine has proved what it pulled, and has it for one platform. */
export function idFor(
  platform: Platform,
  { Id, Os, Architecture }: Pick<ImageInspectInfo, 'Id' | 'Os' | 'Architecture'>,
): Digest | undefined {
  return `${Os}/${Architecture}` === platform ? digestOf(Id) : undefined;
}
