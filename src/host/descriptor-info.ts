import { readFileSync } from 'node:fs';

/** What `/proc/self/fdinfo` says of a descriptor, proc(5). */
export interface DescriptorInfo {
  /** Where the next read or write begins, in bytes. */
  readonly position: number;
  /** As of open(2); Node sets close-on-exec on all descriptors alike. */
  readonly flags: number;
}

/** Throws where there is no /proc. */
export function descriptorInfo(descriptor: number): DescriptorInfo {
  const text = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1');
  const [, position, flags] = /^pos:\s*(\d+)\nflags:\s*([0-7]+)$/m.exec(text) ?? [];
  return { position: Number(position), flags: Number.parseInt(flags ?? '', 8) };
}
