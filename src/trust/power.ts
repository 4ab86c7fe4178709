import type { Place } from '../kernel/place.ts';

/** What a project asks for beyond toolboxes of the catalogue and its own directory. */
export interface Power {
  readonly kind: PowerKind;
  /** One sentence for people, with literals in backticks and no full stop. The project's texts in it are raw. */
  readonly says: string;
  /** Where the project asks for it. */
  readonly place: Place;
}

export type PowerKind =
  | 'image'
  | 'dockerfile'
  | 'network'
  | 'variable'
  | 'share'
  | 'mount'
  | 'processes'
  | 'word-of-the-machine'
  | 'toolbox-of-yours'
  | 'command-of-yours';
