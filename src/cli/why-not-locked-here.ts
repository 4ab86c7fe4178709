import type { Tool } from '../catalog/tool.ts';
import type { NotLocked } from '../doctor/facts.ts';
import { platformHere } from '../host/platform.ts';
import type { Lock } from '../lock/lock.ts';
import { lockedPin, whyNotLocked } from '../lock/locked-pin.ts';
import type { ContextsNow } from './contexts.ts';
import { contextOf } from './find-pin.ts';

/** Of which toolboxes the lock does not say what they are, and why not. */
export function whyNotLockedHere(
  tools: readonly Tool[],
  lock: Lock,
  contexts: ContextsNow,
): readonly NotLocked[] {
  const platform = platformHere();
  if (!platform.ok) return [];
  return tools.flatMap((tool): readonly NotLocked[] => {
    const context = contextOf(tool, contexts);
    if (!context.ok) return [{ toolbox: tool.asked, why: context.error.message }];
    const pin = lockedPin(tool, lock, platform.value, context.value);
    return pin.ok ? [] : [{ toolbox: tool.asked, why: whyNotLocked(pin.error) }];
  });
}
