import { join } from 'node:path';
import { packageRoot } from './package-root.ts';

/** `native/launch` for this machine: a static program that is there where it could be compiled, or came with the package. */
export function launchProgram(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  return join(packageRoot(), 'dist/native', `launch-${process.platform}-${architecture}`);
}
