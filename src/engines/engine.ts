import type { Duplex, Readable, Writable } from 'node:stream';
import type { ImageReference } from '../catalog/reference.ts';
import type { EngineName } from '../config/config.ts';
import type { HostProblem } from '../host/problems.ts';
import type { GivenImage, ImageParts } from '../images/image-parts.ts';
import type { BuildOptions } from '../images/build-rootfs.ts';
import type { ImagesProblem } from '../images/problems.ts';
import type { Brand } from '../kernel/brand.ts';
import type { Problem } from '../kernel/problem.ts';
import type { Result } from '../kernel/result.ts';
import type { Work } from '../kernel/work.ts';
import type { DockerfilePin, PackagesPin, Pin } from '../lock/pin.ts';
import type { Platform } from '../kernel/platform.ts';
import type { LaunchPlan } from '../plan/launch-plan.ts';
import type { CarrierWay } from '../prepared/prepared.ts';

/**
 * What every engine does, in our own words. `test/contract/` holds the one suite that all of them
 * pass; nothing outside `engines/` knows which one it speaks to.
 */
export interface Engine {
  readonly name: EngineName | 'memory';
  /** Whether it can give a tool descriptors of this process (`LaunchOptions.descriptors`). */
  readonly passesDescriptors: boolean;
  /** What was asked for → what exactly that is now. Prefers what the engine already has. */
  resolve(
    reference: ImageReference,
    work: Work,
  ): Promise<Result<Pin, EngineProblem | ImagesProblem>>;
  /** Makes the pinned image present: at once when it is, else by pulling or building it. */
  ensure(
    pin: Pin,
    platform: Platform,
    work: Work,
  ): Promise<Result<ImageId, EngineProblem | ImagesProblem>>;
  /**
   * Builds the image anew, whether it is there or not; what is launched from then on is what was built. Of a pin that says
   * what exactly it is, it has to become that.
   */
  build(
    pin: PackagesPin | DockerfilePin,
    platform: Platform,
    work: Work,
    options?: BuildOptions,
  ): Promise<Result<void, EngineProblem | ImagesProblem>>;
  /** The pinned image in its parts, for another engine to take; what is not here comes from where `ensure` gets it. */
  give(
    pin: Pin,
    platform: Platform,
    work: Work,
  ): Promise<Result<GivenImage, EngineProblem | ImagesProblem>>;
  /**
   * Makes the pinned image present out of its parts, with nobody else being asked. That they are those of the pin is
   * for the caller to prove (`locked-image.ts`); that they are what they say, for the engine.
   */
  take(
    pin: Pin,
    platform: Platform,
    parts: ImageParts,
    work: Work,
  ): Promise<Result<void, EngineProblem | ImagesProblem>>;
  /**
   * Readies what `native/launch` needs to have this plan's toolbox run tools without this process, at once and later;
   * absent where an engine has no such way, and nothing for a plan that it cannot be done for.
   */
  readonly prepare?: (
    plan: LaunchPlan,
    image: ImageId,
    work: Work,
    asked: PrepareOptions,
  ) => Promise<Result<PreparedCarrier | undefined, LaunchProblem>>;
  /** Starts the plan on an image that `ensure` gave; the tool may already have ended on return. */
  launch(
    plan: LaunchPlan,
    image: ImageId,
    options: LaunchOptions,
  ): Promise<Result<Running, LaunchProblem>>;
}

export interface PrepareOptions {
  /** May be called when there is nothing left to do here but to wait. */
  readonly meanwhile: () => void;
  /** It is for a directory that is no project's, where nobody may ever come again. */
  readonly isForOnce?: boolean;
}

/** What holds init when `native/launch` runs a tool. */
export interface PreparedCarrier {
  readonly way: CarrierWay;
  /** Options of init that the plan asks for. */
  readonly init: readonly string[];
  /** Files and directories that it is made of: with others in their place it is another one. */
  readonly madeOf: readonly string[];
  /** Files of the host that the engine has copied into it. */
  readonly copied: readonly string[];
}

/** The engine's own name for an image it has: for Docker, the image id. */
export type ImageId = Brand<'ImageId'>;

export interface LaunchOptions {
  /** The terminal's size, when one of the descriptors is a terminal. */
  readonly size?: TerminalSize;
  /** Where the tool starts in its terminal; `fore` when not said. */
  readonly ground?: Ground;
  /**
   * `own`: what is a stream is descriptor 0, 1 or 2 of this process itself, with nothing in between; the streams of
   * `Running` are then ended and empty. Only for an engine that passes descriptors.
   */
  readonly descriptors?: 'own';
  /** What its terminal is set to; such as suit any when not said. */
  readonly modes?: TerminalModes;
  /** Called when what the tool runs in was created, before it is started; by an engine that creates something. */
  readonly onCreated?: () => void;
}

/** The modes and special keys of a terminal, in the words of `stty -g`. */
export type TerminalModes = Brand<'TerminalModes'>;

/**
 * Whether the tool's process group is in the foreground of its terminal. In the background it is
 * stopped by `SIGTTIN` when it reads, and by `SIGTTOU` when it sets the terminal's modes.
 */
export type Ground = 'fore' | 'back';

export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** @param shown how many bytes the tool had shown on its terminal by then; some may still be on their way */
export type StopListener = (signal: NodeJS.Signals, shown: number) => void;

/**
 * One running tool.
 *
 *     started ──▶ running ⇄ stopped
 *                    └────────┴──▶ ended (once)
 *
 * A descriptor that is a terminal outside is one inside: all such descriptors share one pty, whose
 * bytes come and go on `terminal`. A descriptor that is a stream has its own stream here; the streams
 * of descriptors that are terminals are ended and empty, and so is that of a stderr that is the same as stdout.
 */
export interface Running {
  /** Destroyed when the tool has closed its input. */
  readonly stdin: Writable;
  /**
   * Ends when the tool has closed it. Destroying an output breaks it for the tool: its next write fails, as when a
   * reader goes away.
   */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /**
   * What is typed goes in, what is shown comes out; absent when no descriptor is a terminal. Its end hangs the
   * tool's terminal up, without a signal: that is the caller's to pass on, where it heard one.
   */
  readonly terminal?: Duplex;
  signal(name: NodeJS.Signals): void;
  resize(size: TerminalSize): void;
  /**
   * Puts a stopped tool's process group in that ground of its terminal, which is set to these modes if any, and lets
   * it go on (`SIGCONT`).
   */
  resume(ground: Ground, modes?: TerminalModes): void;
  /** Called each time the tool is stopped by a signal such as Ctrl-Z's `SIGTSTP`. */
  onStop(listener: StopListener): void;
  /**
   * Called when a key, Ctrl-C or Ctrl-\, has sent its signal to the tool's process group. Outside, the whole job
   * of the caller is that group.
   */
  onKeySignal(listener: (signal: NodeJS.Signals) => void): void;
  /** Called with each signal that came too late for the tool: it had ended, whether that was known here or not. */
  onLate(listener: (signal: NodeJS.Signals) => void): void;
  /** Settles when the tool itself has ended; its outputs may still be waiting for their readers. Never rejects. */
  readonly over: Promise<Ending>;
  /** Settles once, after the last byte of both outputs was handed over. Never rejects. */
  readonly ended: Promise<Ending>;
  /** Ends the tool at once and removes what the launch left; safe to call at any time, repeatedly. */
  dispose(): Promise<void>;
}

export type Ending =
  | { readonly kind: 'exited'; readonly status: number }
  | { readonly kind: 'signaled'; readonly signal: DeathSignal }
  /** The program is not in the image (`ENOENT`): 127. */
  | { readonly kind: 'not-found'; readonly program: string }
  /** The program is there and cannot be executed: 126. */
  | { readonly kind: 'not-executable'; readonly program: string; readonly reason: string }
  /** The engine lost the tool: container removed, daemon gone. */
  | { readonly kind: 'lost'; readonly problem: EngineProblem };

/** A real-time signal has no name in Node: it is told by its number. */
export type DeathSignal = NodeJS.Signals | number;

export type EngineProblem = Problem<EngineCode>;

/** What can keep a launch from starting: the engine, or the caller's own files. */
export type LaunchProblem = EngineProblem | HostProblem;

export type EngineCode =
  | 'engine/unreachable'
  | 'engine/permission-denied'
  | 'engine/unusable'
  | 'engine/image-not-found'
  | 'engine/image-differs'
  | 'engine/registry-unreachable'
  | 'engine/registry-denied'
  | 'engine/no-space'
  | 'engine/build-failed'
  | 'engine/lost'
  | 'engine/interrupted'
  | 'engine/failed';
