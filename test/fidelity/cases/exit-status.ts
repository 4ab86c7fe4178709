import type { Case } from '../case.ts';

export const exitStatus: readonly Case[] = [
  {
    row: 1,
    part: 'statuses from one end of the range to the other',
    streams: 'pipes',
    async observe(stage) {
      const statuses = [0, 1, 2, 7, 64, 128, 130, 143, 254, 255];
      return Promise.all(statuses.map((status) => stage.sh(`tool bash -c 'exit ${status}'`)));
    },
  },
  {
    row: 1,
    part: 'the same on a terminal',
    streams: 'terminal',
    async observe(stage) {
      await using at = stage.terminal(`tool bash -c 'exit 43'`);
      return { ...(await at.ended) };
    },
  },
];
