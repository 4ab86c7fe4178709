import type { Outcome } from './command.ts';
import { done, failed } from './command.ts';
import { cannotWrite } from './problems.ts';

/**
 * Writes data that was asked for to stdout, and waits until it is handed over. A reader that has
 * gone away (`tackle list | head -1`) ends it quietly, by the signal it would end any other tool.
 */
export function writeOut(text: string | Uint8Array): Promise<Outcome> {
  return new Promise((resolve) => {
    const { stdout } = process;
    stdout.once('error', (error: NodeJS.ErrnoException) => {
      const readerIsGone = error.code === 'EPIPE';
      resolve(
        readerIsGone ? { kind: 'signaled', signal: 'SIGPIPE' } : failed(cannotWrite(error.message)),
      );
    });
    stdout.write(text, (error) => {
      if (!error) resolve(done);
    });
  });
}

/** The same of data for programs to read: JSON, indented by two blanks. */
export function writeJson(data: unknown): Promise<Outcome> {
  return writeOut(`${JSON.stringify(data, undefined, 2)}\n`);
}
