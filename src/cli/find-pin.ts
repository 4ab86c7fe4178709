import type { Tool } from '../catalog/tool.ts';
import type { Engine } from '../engines/engine.ts';
import { offerOtherSources } from '../engines/problems.ts';
import type { Result } from '../kernel/result.ts';
import { err, ok } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import { pinWithoutAsking } from '../lock/pin-without-asking.ts';
import type { Pin } from '../lock/pin.ts';
import type { Platform } from '../kernel/platform.ts';
import type { AnyProblem } from './any-problem.ts';

/** Gives the engine; it is looked for the first time it is needed. */
export type EngineFinder = () => Promise<Result<Engine, AnyProblem>>;

/**
 * The one way from what was asked for to what exactly that is. Most sources are exact by themselves; a
 * tag is explained by the engine; a Dockerfile is pinned by what it and its context hold now.
 */
export async function findPin(
  tool: Tool,
  platform: Platform,
  findEngine: EngineFinder,
  work: Work,
): Promise<Result<Pin, AnyProblem>> {
  const { source } = tool;
  const exact = pinWithoutAsking(source, platform);
  if (exact !== undefined) return ok(exact);
  if (source.kind === 'dockerfile') {
    const { hashContext } = await import('../images/hash-context.ts');
    const key = await hashContext(source);
    return key.ok ? ok({ kind: 'dockerfile', source, key: key.value }) : key;
  }
  if (source.kind === 'packages') throw new Error('packages are exact by themselves');
  const engine = await findEngine();
  if (!engine.ok) return engine;
  const pin = await engine.value.resolve(source.reference, work);
  return pin.ok ? pin : err(offerOtherSources(pin.error, tool.alternatives));
}
