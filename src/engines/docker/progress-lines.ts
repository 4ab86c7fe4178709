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

/**
 * The bytes of a pull so far. Layers announce themselves one by one, so the total grows; a layer that
 * is there already never counts.
 */
export class PullBytes {
  readonly #layers = new Map<string, { done: number; total: number }>();

  /** Takes a line in; true when it changed a sum. */
  add(line: ProgressLine): boolean {
    const { id, status, progressDetail } = line;
    if (id === undefined) return false;
    const known = this.#layers.get(id);
    if (status === 'Downloading' && progressDetail?.total !== undefined) {
      this.#layers.set(id, { done: progressDetail.current ?? 0, total: progressDetail.total });
      return true;
    }
    if (known && (status === 'Download complete' || status === 'Pull complete')) {
      known.done = known.total;
      return true;
    }
    return false;
  }

  get done(): number {
    return this.#sum('done');
  }

  get total(): number {
    return this.#sum('total');
  }

  #sum(which: 'done' | 'total'): number {
    let sum = 0;
    for (const layer of this.#layers.values()) sum += layer[which];
    return sum;
  }
}
