import { spawnSync } from 'node:child_process';
import type { TerminalModes } from '../engines/engine.ts';

/*
 * What Node cannot do with a terminal's modes.
 */

/** The modes of the terminal behind a descriptor; nothing where there is no `stty`. */
export function modesOf(descriptor: number): TerminalModes | undefined {
  const { stdout } = spawnSync('stty', ['-g'], { stdio: [descriptor, 'pipe', 'ignore'] });
  const text = String(stdout).trim();
  return MODES.test(text) ? (text as TerminalModes) : undefined;
}

/** Four words of flags, and the control characters. */
const MODES = /^[0-9a-f]+(?::[0-9a-f]+){4,}$/;

/**
 * libuv's raw mode leaves `onlcr` on, so that a bare newline, which a full-screen program uses to move
 * the cursor down, would also move it to the left edge. The tool's own pty has done that translation
 * where it is wanted. `setRawMode(false)` puts back everything, this included.
 */
export function passOutputThrough(): void {
  spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
}
