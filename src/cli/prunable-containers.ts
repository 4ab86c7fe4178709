import { askEngines } from '../engines/containers-here.ts';
import type { Context } from './command.ts';
import type { Prunable, PrunablePart } from './prunable.ts';

/** Containers that have ended, or were never started. */
export async function prunableContainers({ env }: Context): Promise<Prunable> {
  const answers = await askEngines(env, ({ left }) => left());
  const parts = answers.flatMap((answer): readonly (readonly [string, PrunablePart])[] => {
    if (!answer.ok) return [];
    const { engine, containers, value } = answer.value;
    return value.map((one) => {
      const remove = async () => {
        const removed = await containers.remove(one);
        return removed.ok ? [] : [removed.error];
      };
      const what = `tackle-${one.id} of ${one.toolbox}, in ${engine}`;
      return [one.id, { row: { kind: 'container', what }, remove }];
    });
  });
  return {
    // One engine may be found in two ways.
    parts: [...new Map([...parts].reverse()).values()].reverse(),
    problems: answers.flatMap((answer) => (answer.ok ? [] : [answer.error])),
  };
}
