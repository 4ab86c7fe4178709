import type { Facts, RegistryFact } from './facts.ts';
import { fault, fine, warning, type Line } from './line.ts';

/** Registries, and the clock, which certificates and snapshots go by. */
export function judgeNetwork({ registries, skew }: Facts): readonly Line[] {
  return [...registries.map(judgeRegistry), ...(skew === undefined ? [] : [judgeClock(skew)])];
}

function judgeRegistry({ registry, url, silent }: RegistryFact): Line {
  if (silent === undefined) return fine('registry', `\`${registry}\` answers`);
  return warning(
    'registry',
    `\`${registry}\` does not answer: ${silent}`,
    `see what is in the way with \`curl -I ${url}\`; what is here already runs without it`,
  );
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

function judgeClock(skew: number): Line {
  const off = Math.abs(skew);
  if (off < MINUTE) return fine('clock', 'as the registry has it');
  const amount = off < DAY ? `${Math.round(off / MINUTE)} min` : `${Math.round(off / DAY)} days`;
  const says = `${amount} ${skew > 0 ? 'ahead of' : 'behind'} the registry’s`;
  return (off < DAY ? warning : fault)('clock', says, 'run `sudo timedatectl set-ntp true`');
}
