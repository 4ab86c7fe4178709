import { join } from 'node:path';
import type { Platform } from '../../src/kernel/platform.ts';
import { rig } from '../rig/rig.ts';

/** In place of the checkout's own: that of the copy, which the ordinary user may read, and mount, wherever the checkout is. */
export function initProgram(platform: Platform): string {
  return join(rig().scratch, 'program/dist/native', `init-${platform.replace('/', '-')}`);
}
