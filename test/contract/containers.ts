import { readdirSync } from 'node:fs';
import type { EngineAddress } from '../../scripts/setup/engine.mjs';
import { mustAskApi, readApi } from '../rig/engine-api.ts';
import { until } from '../rig/until.ts';
import type { Subject } from './subject.ts';

interface Container {
  readonly Id: string;
  readonly State: string;
  /** Docker's is a text, Podman's a list. */
  readonly Command: unknown;
}

/**
 * How a subject is looked at that has containers: those of one toolbox, which marks them apart from those of others on
 * the same engine.
 * @param launches the directory of running launches
 */
export function containersOf(
  engine: EngineAddress,
  toolbox: string,
  launches: string,
): Pick<Subject, 'leftovers' | 'removeRunning'> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`dev.tackle.toolbox=${toolbox}`] }));
  const containers = () =>
    readApi<readonly Container[]>(engine, `/containers/json?all=1&filters=${filters}`);
  return {
    leftovers: async () => {
      // The engine removes a container a moment after it has told of its end.
      const gone = async () => (await containers()).length === 0;
      await until(gone, { within: 5_000, what: 'tidiness' }).catch(() => undefined);
      return [
        ...(await containers()).map(
          ({ Id, State, Command }) => `${Id} ${State} ${JSON.stringify(Command)}`,
        ),
        ...readdirSync(launches),
      ];
    },
    removeRunning: async () => {
      for (const { Id } of await containers()) {
        await mustAskApi(engine, 'DELETE', `/containers/${Id}?force=1`);
      }
    },
  };
}
