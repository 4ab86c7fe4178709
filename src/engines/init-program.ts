import { join } from 'node:path';
import { packageRoot } from '../host/package-root.ts';
import type { Platform } from '../kernel/platform.ts';

/** `native/init/` for a platform: a static program on the host, to be mounted. */
export function initProgram(platform: Platform): string {
  return join(packageRoot(), 'dist/native', `init-${platform.replace('/', '-')}`);
}
