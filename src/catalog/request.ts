import type { SourceKind } from '../config/config.ts';
import type { CommandName, ToolboxVersion } from '../kernel/brand.ts';
import type { Located, Place } from '../kernel/place.ts';
import type { Use } from './use.ts';

/** What somebody asks of a toolbox, and where they wrote it. */
export interface Request {
  readonly use: Use;
  /** The word that was typed, where it is not the command itself: `py: python@3.8`. */
  readonly typed?: CommandName;
  readonly version?: ToolboxVersion;
  readonly source?: Located<SourceKind>;
  readonly place?: Place;
}
