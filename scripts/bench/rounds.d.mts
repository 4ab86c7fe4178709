export interface Launch {
  readonly title: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Of `spawnSync`. */
  readonly options: object;
  /** All that comes on all of its outputs. */
  readonly prints: string;
  readonly beforehand?: () => void;
}

export function takeTurns(
  launches: readonly Launch[],
  how: { readonly rounds: number; readonly warmUp: number; readonly signal: AbortSignal },
): Promise<ReadonlyMap<Launch, readonly number[]>>;
