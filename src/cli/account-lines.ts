import type { ChosenEngine } from '../engines/discover.ts';
import { titleOf } from '../engines/title-of.ts';
import type { Located, Place } from '../kernel/place.ts';
import { digestOf, isLocked } from '../lock/exactness.ts';
import type { ImageCame, LaunchMade, Times } from './launch-account.ts';
import { shortPath } from './short-path.ts';

export interface Reasons extends LaunchMade {
  readonly engine: ChosenEngine | undefined;
  readonly came: ImageCame;
  /** Paths below it are shown relative to it. */
  readonly cwd: string;
}

/** Why the launch goes as it goes: what the command means, which engine, which image, which plan. A line each. */
export function reasonsOf(reasons: Reasons): readonly string[] {
  return [
    `command: ${meaning(reasons)}`,
    `engine: ${engineWords(reasons)}`,
    `image: ${imageWords(reasons)}`,
    `plan: ${planWords(reasons)}`,
  ];
}

function meaning({ plan, tool, config, cwd }: Reasons): string {
  const { command, toolbox, asked } = tool;
  const spec = config.commands.get(command);
  const word = spec && [spec.value.toolbox, spec.value.version].filter(Boolean).join('@');
  const own = config.toolboxes.get(toolbox.name);
  const says = (at: Located<unknown>): string => `as ${where(at.place, cwd)} says`;
  const why =
    spec && word === asked
      ? says(spec)
      : own
        ? says(own)
        : config.project === undefined
          ? 'a toolbox of the catalogue; no config is here'
          : 'a toolbox of the catalogue';
  return `\`${command}\` is \`${tool.exec[0]}\` of \`${plan.toolbox}\`: ${why}`;
}

function engineWords({ engine, config, cwd }: Reasons): string {
  if (engine === undefined) return 'none was looked for';
  const { finding, passedOver } = engine;
  const why = config.engine
    ? `as ${where(config.engine.place, cwd)} says`
    : ['the first usable one', ...passedOver.map((each) => `not ${each.engine}: ${each.because}`)];
  return `\`${engine.engine}\`, ${finding.at}: ${[why].flat().join('; ')}`;
}

const CAME: Readonly<Record<ImageCame, string>> = {
  here: 'it was here',
  fetched: 'it was fetched now',
  built: 'it was built now',
};

function imageWords({ plan: { image }, tool, config, came, cwd }: Reasons): string {
  const source = tool.alternatives.length > 0 ? [sourceWords(tool.source.kind, config, cwd)] : [];
  const pinned = isLocked(image) ? 'as `tackle.lock` says' : 'not locked';
  const why = [...source, pinned, CAME[came]].join(', ');
  return `\`${titleOf(image)}\`, \`${digestOf(image)}\`: ${why}`;
}

function sourceWords(kind: string, { source }: Reasons['config'], cwd: string): string {
  const why = source ? `as ${where(source.place, cwd)} says` : 'its first source';
  return `from \`${kind}\`, ${why}`;
}

function planWords({ plan, engine }: Reasons): string {
  const { command, network, user, isolation } = plan;
  const own =
    engine?.engine === 'embedded'
      ? 'a sandbox of its own'
      : isolation === 'fresh'
        ? 'a container of its own, as asked'
        : 'a container of its own, as all that goes through Node';
  return `${own}, network \`${network}\`, as ${user.uid}:${user.gid}; all of it: \`tackle plan ${command}\``;
}

function where({ file, line, column }: Place, cwd: string): string {
  return file.startsWith('/')
    ? `${shortPath(file, cwd)}:${line}:${column}`
    : file === 'command line'
      ? 'the command line'
      : file;
}

const PHASES: readonly (readonly [keyof Times, string])[] = [
  ['startUp', 'start-up'],
  ['config', 'config'],
  ['trust', 'trust'],
  ['plan', 'plan'],
  ['engine', 'engine'],
  ['image', 'image'],
  ['create', 'create'],
  ['start', 'start'],
  ['firstByte', 'first byte'],
  ['total', 'total'],
];

/** What took how long, in the order in which it came. */
export function timesOf(times: Times): string {
  const told = PHASES.flatMap(([name, word]) => {
    const ms = times[name];
    return ms === undefined ? [] : [`${word} ${Math.round(ms)}`];
  });
  return `times in ms: ${told.join(', ')}`;
}
