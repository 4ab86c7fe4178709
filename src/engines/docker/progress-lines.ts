/** One line of the daemon's progress stream (`POST /images/create`, `/build`), as far as it is used. */
export interface ProgressLine {
  readonly id?: string;
  readonly status?: string;
  readonly stream?: string;
  readonly error?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly aux?: { readonly ID?: string };
}

/** Reads the daemon's progress stream: one JSON value a line, lines split anywhere. */
export async function* progressLines(stream: AsyncIterable<Buffer>): AsyncGenerator<ProgressLine> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line) as ProgressLine;
  }
  if (rest.trim() !== '') yield JSON.parse(rest) as ProgressLine;
}
