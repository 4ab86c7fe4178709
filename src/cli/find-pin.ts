import type { Source, Tool } from '../catalog/tool.ts';
import { offerOtherSources } from '../engines/problems.ts';
import type { Digest } from '../kernel/brand.ts';
import type { Platform } from '../kernel/platform.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { Lock } from '../lock/lock.ts';
import { lockedPin, whyNotLocked } from '../lock/locked-pin.ts';
import { pinWithoutAsking } from '../lock/pin-without-asking.ts';
import type { Pin } from '../lock/pin.ts';
import { notLocked } from '../lock/problems.ts';
import type { AnyProblem } from './any-problem.ts';
import type { ContextsNow } from './contexts.ts';
import type { EngineFinder } from './engine-finder.ts';

/** What decides which image a tool runs in, besides the tool. */
export interface PinSurroundings {
  readonly lock: Lock;
  /** Nothing but what is locked will do. */
  readonly frozen: boolean;
  /** What is said of the rest then. */
  readonly refusal?: typeof notLocked;
  readonly platform: Platform;
  readonly findEngine: EngineFinder;
  /** Of this tool's Dockerfile, if it comes from one. */
  readonly contexts: ContextsNow;
}

/**
 * The one way from what was asked for to what exactly that is: what the lock says, if it speaks of it. Else most sources
 * are exact by themselves; a tag is explained by the engine; a Dockerfile is pinned by what it and its context held when it was looked at.
 */
export async function findPin(
  tool: Tool,
  { lock, frozen, refusal = notLocked, platform, findEngine, contexts }: PinSurroundings,
  work: Work,
): Promise<Result<Pin, AnyProblem>> {
  const context = contextOf(tool, contexts);
  if (!context.ok) return context;
  const locked = lockedPin(tool, lock, platform, context.value);
  if (!locked.ok && frozen) return err(refusal(tool.asked, whyNotLocked(locked.error)));
  const pin = locked.ok
    ? locked
    : await findUnlockedPin(tool, context.value, platform, findEngine, work);
  return pin.ok ? await withSigner(tool.source, pin.value) : pin;
}

/** The pin with the key that it has to be signed with, where the config names one. */
async function withSigner(source: Source, pin: Pin): Promise<Result<Pin, AnyProblem>> {
  const signedBy = source.kind === 'image' ? source.signedBy : undefined;
  if (signedBy === undefined) return ok(pin);
  if (pin.kind === 'registry') return ok({ ...pin, signedBy });
  const { notSigned } = await import('../images/registry/signature-problems.ts');
  const name = pin.kind === 'local' ? pin.name : pin.kind;
  return err(notSigned(name, 'this engine alone has it, and no registry', signedBy.place));
}

/** Nothing where it comes from no Dockerfile. */
export function contextOf(
  { asked }: Tool,
  contexts: ContextsNow,
): Result<Digest | undefined, AnyProblem> {
  return contexts.get(asked) ?? ok(undefined);
}

/** As if there were no lock. */
async function findUnlockedPin(
  tool: Tool,
  context: Digest | undefined,
  platform: Platform,
  findEngine: EngineFinder,
  work: Work,
): Promise<Result<Pin, AnyProblem>> {
  const { source } = tool;
  const exact = pinWithoutAsking(source, platform);
  if (exact !== undefined) return ok(exact);
  if (source.kind === 'dockerfile' && context !== undefined) {
    return ok({ kind: 'dockerfile', source, key: context });
  }
  if (source.kind !== 'image') throw new Error(`${source.kind} is exact by itself`);
  const engine = await findEngine();
  if (!engine.ok) return engine;
  const pin = await engine.value.resolve(source.reference, work);
  return pin.ok ? pin : err(offerOtherSources(pin.error, tool.alternatives));
}
