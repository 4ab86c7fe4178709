/** A run of characters in a text somebody wrote: where a value came from, where a fault is. */
export interface Place {
  /** Absolute path of the file, or the name of an environment variable such as `TACKLE_ENGINE`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** How many code units to underline on that line; at least 1. */
  readonly length: number;
  /** The whole source line, without its line ending. */
  readonly text: string;
}

/** A value that remembers where it was written. */
export interface Located<T> {
  readonly value: T;
  readonly place: Place;
}
