/** What became of a request: an answer with any status, silence, or the caller gave up. */
export type HttpAnswer =
  | { readonly kind: 'answered'; readonly response: Response }
  | { readonly kind: 'silent'; readonly why: string }
  | { readonly kind: 'interrupted' };

export interface HttpQuestion {
  readonly url: string;
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Unless told otherwise redirects are followed; with `manual` one is an answer like any other. */
  readonly redirect?: 'manual';
  readonly signal: AbortSignal;
  /** Instead of the system's timer. */
  readonly after?: After;
}

/** Acts once, so many milliseconds later; what it returns forgets about it. */
export type After = (milliseconds: number, act: () => void) => () => void;

/** How long a server may take to begin its answer. The body may take as long as it keeps coming. */
const PATIENCE_MS = 30_000;

const systemTimer: After = (milliseconds, act) => {
  const timer = setTimeout(act, milliseconds);
  return () => clearTimeout(timer);
};

/**
 * Asks once. A user name and password in the address are sent as `Authorization: Basic`, which
 * `fetch` itself refuses to do. Proxies named in the environment are not used by Node 20's `fetch`.
 */
export async function askHttp(question: HttpQuestion): Promise<HttpAnswer> {
  const { url, headers, signal, after = systemTimer, ...rest } = question;
  const { address, authorization } = takeCredentials(url);
  const patience = new AbortController();
  const forget = after(PATIENCE_MS, () => patience.abort());
  try {
    const response = await fetch(address, {
      ...rest,
      headers: { ...headers, ...authorization },
      signal: AbortSignal.any([signal, patience.signal]),
    });
    return { kind: 'answered', response };
  } catch (error) {
    if (signal.aborted) return { kind: 'interrupted' };
    const late = `no answer within ${String(PATIENCE_MS / 1000)} seconds`;
    return { kind: 'silent', why: patience.signal.aborted ? late : reasonOf(error) };
  } finally {
    forget();
  }
}

/** `fetch` says only "fetch failed"; what happened is one or two causes below. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}

/** The address as it may be shown to people. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/gi, '$1');
}

function takeCredentials(text: string): {
  readonly address: string;
  readonly authorization: Readonly<Record<string, string>>;
} {
  const url = new URL(text);
  if (url.username === '' && url.password === '') return { address: text, authorization: {} };
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const basic = Buffer.from(pair).toString('base64');
  return { address: withoutCredentials(text), authorization: { Authorization: `Basic ${basic}` } };
}
