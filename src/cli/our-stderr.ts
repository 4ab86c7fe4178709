import type { WriteStream } from 'node:tty';

const lost = () => undefined;

/** stderr for Tackle's own words: when nobody can read them they are lost, and the status stays what it is. */
export function ourStderr(): WriteStream {
  const { stderr } = process;
  if (!stderr.listeners('error').includes(lost)) stderr.on('error', lost);
  return stderr;
}
