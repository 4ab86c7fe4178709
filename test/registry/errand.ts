import { expect } from 'vitest';
import type { ImageReference } from '../../src/catalog/reference.ts';
import type { Registries } from '../../src/config/config.ts';
import { RegistryClient, type RegistryOptions } from '../../src/images/registry/client.ts';
import type { Credentials } from '../../src/images/registry/credentials.ts';
import type { Problem } from '../../src/kernel/problem.ts';
import type { Result } from '../../src/kernel/result.ts';
import { ok } from '../../src/kernel/result.ts';
import type { Progress, Work } from '../../src/kernel/work.ts';
import { FakePace } from './fake-pace.ts';
import { REPOSITORY } from './fault-server.ts';

/** Work that is written down. */
export class SeenWork implements Work {
  readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  readonly events: Progress[] = [];
  readonly report = (event: Progress) => {
    this.events.push(event);
    this.onReport?.(event);
  };
  onReport?: (event: Progress) => void;

  get lines(): readonly string[] {
    return this.events.flatMap((event) => (event.kind === 'said' ? [event.line] : []));
  }
}

export function referenceAt(address: string, tag = '1'): ImageReference {
  return { registry: address, repository: REPOSITORY, tag };
}

/** Rules by which images are asked for elsewhere, in this order, each as if on a line of its own. */
export function rules(places: Readonly<Record<string, readonly string[]>>): Registries {
  let line = 0;
  const located = (value: string) => {
    return { value, place: { file: 'config.yaml', line: ++line, column: 1, length: 1, text: '' } };
  };
  return new Map(Object.entries(places).map(([prefix, each]) => [prefix, each.map(located)]));
}

/** Somebody who is logged in nowhere. */
export const nobody = () => Promise.resolve(ok(undefined));

/** Somebody who is logged in where the record says. */
export function accounts(known: Readonly<Record<string, Credentials>>) {
  const asked: string[] = [];
  const find = (registry: string) => {
    asked.push(registry);
    return Promise.resolve(ok(known[registry]));
  };
  return { asked, find };
}

export function client(options: Partial<RegistryOptions> = {}) {
  const pace = new FakePace();
  const work = new SeenWork();
  return { pace, work, client: new RegistryClient({ credentials: nobody, pace, ...options }) };
}

export function valueOf<T>(result: Result<T, Problem>): T {
  if (!result.ok) expect.fail(JSON.stringify(result.error));
  return result.value;
}

export function problemOf(result: Result<unknown, Problem>): Problem {
  if (result.ok) expect.fail(`no problem, but ${JSON.stringify(result.value)}`);
  return result.error;
}
