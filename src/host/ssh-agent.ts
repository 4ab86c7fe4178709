import { statSync } from 'node:fs';
import type { AbsolutePath } from '../kernel/brand.ts';
import { pathForNode } from './path-for-node.ts';
import { realPathOf } from './real-path.ts';

/** The socket of the caller's ssh-agent, links resolved; nothing for an agent that is gone. */
export function sshAgentSocket(named: string | undefined): AbsolutePath | undefined {
  const path = named === undefined || named === '' ? undefined : realPathOf(named);
  if (path === undefined) return undefined;
  const found = statSync(pathForNode(path), { throwIfNoEntry: false });
  return found?.isSocket() === true ? path : undefined;
}
