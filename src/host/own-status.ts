import { systemText } from './system-text.ts';

/** A field of `/proc/self/status`, such as `Umask`; nothing where there is no such file or field. */
export function ownStatus(field: string): string | undefined {
  const text = systemText('/proc/self/status') ?? '';
  return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(text)?.[1];
}
