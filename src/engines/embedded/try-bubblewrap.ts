import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Result } from '../../kernel/result.ts';
import { err, ok } from '../../kernel/result.ts';
import type { EngineProblem } from '../engine.ts';
import { unusable } from '../problems.ts';

/**
 * Bubblewrap's version, said from within a sandbox of it: what the kernel or a container around us forbids in
 * ways that no setting tells shows itself there.
 */
export async function tryBubblewrap(
  program: string,
  signal: AbortSignal,
): Promise<Result<string, EngineProblem>> {
  const user = process.getuid?.() === 0 ? [] : ['--unshare-user'];
  const namespaces = [...user, '--unshare-pid', '--unshare-ipc', '--unshare-uts'];
  const mounts = ['--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev'];
  const args = [...namespaces, ...mounts, '--', program, '--version'];
  try {
    const { stdout } = await promisify(execFile)(program, args, { signal, env: {}, cwd: '/' });
    return ok(stdout.trim());
  } catch (error) {
    const { stderr = '', message } = error as Error & { readonly stderr?: string };
    const said = stderr.trim() === '' ? [message] : stderr.trim().split('\n');
    return err(unusable('bubblewrap cannot make a sandbox here', { said }));
  }
}
