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
  const ready = (): Promise<Result<Engine, EngineProblem>> => (opened ??= open());
  return {
    name: 'podman',
    passesDescriptors: false,
    resolve: async (...asked) => {
      const engine = await ready();
      return engine.ok ? await engine.value.resolve(...asked) : engine;
    },
    ensure: async (...asked) => {
      const engine = await ready();
      return engine.ok ? await engine.value.ensure(...asked) : engine;
    },
    build: async (...asked) => {
      const engine = await ready();
      return engine.ok ? await engine.value.build(...asked) : engine;
    },
    give: async (...asked) => {
      const engine = await ready();
      return engine.ok ? await engine.value.give(...asked) : engine;
    },
    take: async (...asked) => {
      const engine = await ready();
      return engine.ok ? await engine.value.take(...asked) : engine;
    },
    launch: async (...asked) => {
      const engine = await ready();
      return engine.ok ? await engine.value.launch(...asked) : engine;
    },
  };
}
