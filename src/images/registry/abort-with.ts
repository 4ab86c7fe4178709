/** A controller of one's own that follows another signal until it is released. */
export interface Following {
  readonly controller: AbortController;
  readonly release: () => void;
}

/**
 * Aborts when the signal does, or when its own controller is told to. `AbortSignal.any` would say the same, but some
 * versions of Node forget it once the source is collected (nodejs/node#65995).
 */
export function abortWith(signal: AbortSignal): Following {
  const controller = new AbortController();
  const follow = () => controller.abort();
  if (signal.aborted) follow();
  else signal.addEventListener('abort', follow, { once: true });
  return { controller, release: () => signal.removeEventListener('abort', follow) };
}
