import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EngineProblem } from '../engine.ts';
import { unusable } from '../problems.ts';

/** What the program says it is: `Podman Engine 4.3.1`. No service is started for that. */
export async function podmanVersion(
  program: string,
  signal: AbortSignal,
): Promise<Result<string, EngineProblem>> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { signal, cwd: '/' });
    return ok(stdout.trim().replace(/^podman version/, 'Podman Engine'));
  } catch (error) {
    return err(unusable(`\`${program}\` cannot be executed`, { said: [(error as Error).message] }));
  }
}
