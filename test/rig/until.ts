import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until the answer is yes. For outside things that announce nothing: a server's
 * first answer, a process's end. Where there is an event, wait for the event.
 * @param limits `within` in milliseconds; `what` completes "… did not come true"
 */
export async function until(
  holds: () => boolean | Promise<boolean>,
  limits: { readonly within: number; readonly what: string },
): Promise<void> {
  const deadline = performance.now() + limits.within;
  while (!(await holds())) {
    if (performance.now() > deadline) {
      throw new Error(`${limits.what} did not come true within ${limits.within} ms`);
    }
    await delay(25);
  }
}
