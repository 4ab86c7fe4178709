import type { Result } from '../../kernel/result.ts';
import { ok } from '../../kernel/result.ts';
import type { Engine, EngineProblem } from '../engine.ts';
import type { EngineSettings, Environment } from '../finding.ts';
import { openDocker } from './docker-engine.ts';
import { podmanDialect } from './open-recognised.ts';
import { startPodmanService } from './podman-service.ts';

/** Podman where no service of it listens: one is started with the first question, and shared by all launches. */
export function openOnDemand(program: string, env: Environment, settings?: EngineSettings): Engine {
  let opened: Promise<Result<Engine, EngineProblem>> | undefined;
  async function open(): Promise<Result<Engine, EngineProblem>> {
    const started = await startPodmanService(program, env);
    if (!started.ok) return started;
    return ok(openDocker(started.value, await podmanDialect(started.value), env, settings));
  }
  async function onceOpen<T, P>(
    ask: (engine: Engine) => Promise<Result<T, P>>,
  ): Promise<Result<T, P | EngineProblem>> {
    const engine = await (opened ??= open());
    return engine.ok ? await ask(engine.value) : engine;
  }
  return {
    name: 'podman',
    passesDescriptors: false,
    resolve: (...asked) => onceOpen((engine) => engine.resolve(...asked)),
    ensure: (...asked) => onceOpen((engine) => engine.ensure(...asked)),
    build: (...asked) => onceOpen((engine) => engine.build(...asked)),
    give: (...asked) => onceOpen((engine) => engine.give(...asked)),
    take: (...asked) => onceOpen((engine) => engine.take(...asked)),
    prepare: (...asked) =>
      onceOpen(async (engine) => (await engine.prepare?.(...asked)) ?? ok(undefined)),
    launch: (...asked) => onceOpen((engine) => engine.launch(...asked)),
  };
}
