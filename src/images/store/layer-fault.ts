/**
 * Thrown while a layer is read, for want of another way out of a stream, and caught by `addLayer`, which makes a
 * problem of it.
 *
 * - `damaged`: not the bytes that were announced, or no archive.
 * - `refused`: an archive that holds what no image needs.
 */
export class LayerFault extends Error {
  readonly kind: 'damaged' | 'refused';

  constructor(kind: 'damaged' | 'refused', why: string) {
    super(why);
    this.kind = kind;
  }
}

/** A name from an archive, short enough for a message. */
export function shown(name: string): string {
  const [least, most] = [20, 60];
  const text = name.replaceAll('`', "'");
  return text.length <= most ? text : `${text.slice(0, most - least)}…${text.slice(-least)}`;
}
