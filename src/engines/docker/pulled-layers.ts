import type { Progress } from '../../kernel/work.ts';
import type { ProgressLine } from './progress-lines.ts';

/** What one line of a pull's progress is news of. */
export type PullNews =
  | Omit<Extract<Progress, { kind: 'advanced' }>, 'task' | 'subject'>
  | Omit<Extract<Progress, { kind: 'said' }>, 'task' | 'subject'>;

interface Layer {
  /** Bytes of it that have come. */
  readonly done: number;
  /** Bytes of it in all, once the daemon has begun to fetch it. */
  readonly total?: number;
  readonly state: 'announced' | 'fetched' | 'unpacked' | 'was here';
}

const ANNOUNCED: Layer = { done: 0, state: 'announced' };

/**
 * The layers of a pull as the daemon tells of them. Docker announces all of them first, and gives the size of each when
 * it begins with it, three at a time. Podman tells nothing of unpacking, and fetches the image's configuration last, as
 * if it were a layer. Docker with containerd's store may announce none and tell of a layer first when it is there.
 */
export class PulledLayers {
  readonly #layers = new Map<string, Layer>();
  #told = '';

  /** Takes a line in, and gives what people should hear of it. */
  take(line: ProgressLine): readonly PullNews[] {
    const { id, status = '' } = line;
    if (id === undefined) return [];
    if (status.startsWith('Retrying in ')) return [{ kind: 'said', line: status.toLowerCase() }];
    const layer = layerAfter(this.#layers.get(id), line);
    if (layer === undefined) return [];
    this.#layers.set(id, layer);
    const news = [this.#amount(), ...this.#unpacking(status)];
    const text = JSON.stringify(news);
    if (text === this.#told) return [];
    this.#told = text;
    return news;
  }

  /** The total is known when the size is known of each layer that has yet to come. */
  #amount(): PullNews {
    const layers = [...this.#layers.values()];
    const sized = layers.every(({ state, total }) => state !== 'announced' || total !== undefined);
    const done = sum(layers.map((layer) => layer.done));
    const here = layers.filter(({ state }) => state !== 'announced').length;
    return {
      kind: 'advanced',
      done,
      ...(sized && { total: sum(layers.map(({ total }) => total ?? 0)) }),
      unit: 'bytes',
      layers: { done: here, total: layers.length },
    };
  }

  /** Said when nothing is left but to unpack: the daemon unpacks one layer after the other. */
  #unpacking(status: string): readonly PullNews[] {
    const states = Array.from(this.#layers.values(), ({ state }) => state);
    if (states.includes('announced')) return [];
    const fetched = states.filter((state) => state !== 'was here');
    const unpacked = fetched.filter((state) => state === 'unpacked').length;
    const isAtIt = status === 'Extracting' || status === 'Pull complete';
    if (!isAtIt || unpacked === fetched.length) return [];
    return [{ kind: 'said', line: `unpacking layer ${unpacked + 1} of ${fetched.length}` }];
  }
}

/** Nothing for a line that is about no layer. */
function layerAfter(
  before: Layer = ANNOUNCED,
  { status = '', progressDetail }: ProgressLine,
): Layer | undefined {
  const size = before.total ?? before.done;
  const whole = { done: size, total: size };
  switch (status) {
    case 'Pulling fs layer':
    case 'Waiting':
    case 'Verifying Checksum':
      return before;
    case 'Downloading': {
      const { current = 0, total = 0 } = progressDetail ?? {};
      if (total <= 0) return { done: current, state: 'announced' };
      return { done: Math.min(current, total), total, state: 'announced' };
    }
    case 'Download complete':
    case 'Extracting':
      return { ...whole, state: 'fetched' };
    case 'Pull complete':
      return { ...whole, state: 'unpacked' };
    case 'Already exists':
      return { done: 0, state: 'was here' };
    default:
      return undefined;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
