import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { askHttp, reasonOf } from './ask-http.ts';
import type { NpmPackage } from './npm-package.ts';
import { npmDamaged, npmUnreachable } from './npm-problems.ts';
import { cannotWrite, interrupted, type ImagesProblem } from './problems.ts';

/** Fetches the package's tarball into `file` and proves that it is the one that was announced. */
export async function downloadNpmPackage(
  { name, version, tarball, sha512 }: NpmPackage,
  file: string,
  { signal, report }: Work,
): Promise<Result<void, ImagesProblem>> {
  const subject = `${name}@${version}`;
  const answer = await askHttp({ url: tarball, signal });
  if (answer.kind === 'interrupted') return err(interrupted(`fetching \`${subject}\``));
  if (answer.kind === 'silent') return err(npmUnreachable(tarball, answer.why));
  const { response } = answer;
  if (!response.ok || response.body === null) {
    return err(npmUnreachable(tarball, `${String(response.status)} ${response.statusText}`));
  }
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = Number.isNaN(length) ? {} : { total: length };
  const hash = createHash('sha512');
  let done = 0;
  const measured = new PassThrough();
  measured.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    done += chunk.length;
    report({ kind: 'advanced', task: 'fetch', subject, done, ...total, unit: 'bytes' });
  });
  report({ kind: 'started', task: 'fetch', subject });
  try {
    const body = Readable.fromWeb(response.body);
    await pipeline(body, measured, createWriteStream(file), { signal });
  } catch (error) {
    if (signal.aborted) return err(interrupted(`fetching \`${subject}\``));
    // Errors of the file system name a system call; the rest are the server's.
    if ((error as NodeJS.ErrnoException).syscall === 'write') return err(cannotWrite(file, error));
    return err(npmUnreachable(tarball, reasonOf(error)));
  }
  const got = hash.digest('base64');
  if (got !== sha512) return err(npmDamaged(subject, `SHA-512 ${got} instead of ${sha512}`));
  report({ kind: 'finished', task: 'fetch', subject });
  return ok(undefined);
}
