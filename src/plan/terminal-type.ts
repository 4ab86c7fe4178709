/** Terminals that few images have a terminfo entry for, and that do all that `xterm-256color` promises. */
const XTERM_LIKE =
  /^(?:alacritty|contour|foot|ghostty|kitty|mlterm|rio|st|wezterm|xterm-ghostty|xterm-kitty)(?:-|$)/;

/** The caller's `TERM`, or the nearest one that images know. */
export function portableTerminal(term: string): string {
  return XTERM_LIKE.test(term) ? 'xterm-256color' : term;
}
