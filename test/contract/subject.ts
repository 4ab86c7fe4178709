import type { ImageReference } from '../../src/catalog/reference.ts';
import type { Engine } from '../../src/engines/engine.ts';
import type { Pin } from '../../src/lock/pin.ts';
import type { PlanUser } from '../../src/plan/launch-plan.ts';
import type { Program } from './programs.ts';

/** What a case may ask of an engine beyond starting a program and hearing of its end. */
export type Feature =
  /** A tool can be given a terminal. */
  | 'terminal'
  /** Tools are processes of a kernel: files, mounts, ids, limits, networks, orphans. */
  | 'kernel'
  /** A network of the tool's own, with a way out. */
  | 'bridge'
  /** A limit on memory. */
  | 'memory'
  /** A limit on the number of processes. */
  | 'processes'
  /** The tool has the user's further groups by their numbers. */
  | 'groups'
  /** A launch has something outside this process that can be removed, and can be left over. */
  | 'containers';

/** `because` says why an engine does not give a feature; the cases that need it say so in the report. */
export type Given = 'given' | { readonly because: string };

/** What an engine with nothing to be sorry for says. */
export const EVERYTHING: Readonly<Record<Feature, Given>> = {
  terminal: 'given',
  kernel: 'given',
  containers: 'given',
  bridge: 'given',
  memory: 'given',
  processes: 'given',
  groups: 'given',
};

/** An engine as the suite meets it. */
export interface Subject {
  readonly gives: Readonly<Record<Feature, Given>>;
  /** The toolbox that every launch says it is of: an engine may mark what it makes with it. */
  readonly toolbox: string;
  /** Whose launches these are: whoever runs the tests, as far as files and sockets can tell. */
  readonly user: PlanUser;
  open(): Engine | Promise<Engine>;
  readonly images: SubjectImages;
  /** What to execute for a program: its script, or the name of its twin. */
  argv(program: Program): readonly [string, ...string[]];
  /** What launches left behind, a line for each; empty for an engine without the feature. */
  leftovers(): Promise<readonly string[]>;
  /** Removes whatever runs, as somebody with another client would. */
  removeRunning(): Promise<void>;
  /** Makes the engine forget an image, so that the next `ensure` has to fetch it. */
  forget(pin: Pin): Promise<void>;
}

export interface SubjectImages {
  /** Holds the programs; asked for by its tag. */
  readonly kit: ImageReference;
  /** What the registry calls the kit. */
  readonly kitDigest: string;
  /** In a registry that answers and does not have it. */
  readonly missing: ImageReference;
  /** In a registry that wants to know who asks. */
  readonly denied: ImageReference;
  /** In a registry that does not answer. */
  readonly unreachable: ImageReference;
}
