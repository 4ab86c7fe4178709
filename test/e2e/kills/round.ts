import type { Ran } from '../shimmed-project.ts';

/** As which the tool of a round exits when nobody stops it. */
export const STATUS = 7;

/** Its name is `$0`. Something is at work in the middle, and something is left running at the end. */
export const SCRIPT = [
  'echo "$0 begins" >>log; echo here',
  'sleep 600 & (setsid sleep 600 &)',
  'n=0; while [ $n -lt 2000 ]; do n=$((n+1)); done',
  `echo "$0 ends" >>log; exit ${STATUS}`,
].join('\n');

/** Who takes part in a launch: its `child` is Node, which prepares, or bubblewrap, in whose sandbox `init` is process 1. */
export type Victim = 'launch' | 'child' | 'init' | 'agent' | 'supervisor' | 'daemon';

/** A launch, and who is killed meanwhile. */
export interface Round {
  readonly name: string;
  readonly victim: Victim;
  /** Whether nothing is prepared for it. */
  readonly isCold: boolean;
  readonly isOnTerminal: boolean;
  /** When, as a part of what a launch takes. */
  readonly moment: number;
}

/** What came of it. */
export interface Told extends Round, Omit<Ran, 'out'> {
  /** Whether the victim was there to be killed. */
  readonly isHit: boolean;
  /** How often the tool has said that it begins, and that it ends. */
  readonly begun: number;
  readonly ended: number;
}

/** Who is killed how often, of a hundred. */
const SHARES = {
  docker: { launch: 35, agent: 20, supervisor: 20, child: 10, daemon: 15 },
  embedded: { launch: 50, child: 30, init: 20 },
} as const;

/** @param roll a number from 0 to 1 each time */
export function roundOf(engine: keyof typeof SHARES, name: string, roll: () => number): Round {
  let share = roll() * 100;
  const shares = Object.entries(SHARES[engine]) as readonly [Victim, number][];
  const [victim] = shares.find(([, each]) => (share -= each) < 0) ?? shares[0]!;
  return {
    ...{ name, victim, moment: roll() * 1.1 },
    isCold: roll() < (victim === 'child' ? 0.6 : 0.2),
    isOnTerminal: roll() < 0.3,
  };
}

/** Says which laws this breaks. */
export function brokenLaws(told: Told): readonly string[] {
  const { begun, ended, victim, isHit } = told;
  const laws: readonly (readonly [law: string, isKept: boolean])[] = [
    ['no tool is run twice', begun <= 1],
    ['what has not begun does not end', ended <= begun],
    ['what is said to have ended so has run whole', told.status !== STATUS || ended === 1],
    ['where nobody was killed all goes well', isHit || told.status === STATUS],
    ['the end is one of a tool, of a launch that was killed, or a failure', isKnown(told)],
    ['what could not be started has not run', !isAboutEngine(told) || begun === 0],
    ['nothing runs where preparing was cut short', victim !== 'child' || !isKilled(told) || !begun],
  ];
  return laws.flatMap(([law, isKept]) => (isKept ? [] : [law]));
}

const isKilled = ({ signal }: Told) => signal === 'SIGKILL';

function isKnown(told: Told): boolean {
  if (isKilled(told)) return told.victim === 'launch' || told.victim === 'child';
  if (told.status === STATUS) return true;
  return told.status === 125 && (isLost(told) || isAboutEngine(told));
}

function isLost({ err }: Told): boolean {
  return err.includes('tackle: the tool was lost');
}

function isAboutEngine({ err }: Told): boolean {
  return /\[engine\/\w+\]/.test(err);
}
