/** Whoever measures a launch is told how far it is, at once. */
export interface LaunchWatch {
  /** What the tool runs in was created; an engine that starts it in one go says nothing of it. */
  readonly created: () => void;
  readonly started: () => void;
  /** Of the tool's first byte, where its bytes pass through here. */
  readonly shown: () => void;
}
