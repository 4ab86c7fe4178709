import type { Agent, Group } from './page.mjs';

/** One that something was measured for. */
export interface Promised {
  readonly says: string;
  readonly direction: 'most' | 'least';
  readonly limit: number;
  readonly unit: string;
  /** The worst one. */
  readonly value: number;
  /** The title of the group that has it. */
  readonly where: string;
  readonly holds: boolean;
}

export function promisesOf(run: {
  readonly groups: readonly Group[];
  readonly agents: readonly Agent[];
}): readonly Promised[];
