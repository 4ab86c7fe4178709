import type { CommandName } from '../kernel/brand.ts';

/** What to run in a toolbox. */
export type Use =
  /** This one of its commands. */
  | { readonly kind: 'command'; readonly command: CommandName }
  /** The command of this name if there is one, else the default command. */
  | { readonly kind: 'command-or-default'; readonly command: CommandName }
  /** Its default command. */
  | { readonly kind: 'default' }
  /** What suits a person who typed nothing more: the prompt of the language, if it has one. */
  | { readonly kind: 'repl' }
  /** A shell inside. */
  | { readonly kind: 'shell' };
