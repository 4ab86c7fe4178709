/** What became of a request: an answer with any status, silence, or the caller gave up. */
export type HttpAnswer =
  | { readonly kind: 'answered'; readonly response: Response }
  | { readonly kind: 'silent'; readonly why: string }
  | { readonly kind: 'interrupted' };

export interface HttpQuestion {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** How long a server may take to begin its answer. The body may take as long as it keeps coming. */
const PATIENCE_MS = 30_000;

/**
 * Asks once. A user name and password in the address are sent as `Authorization: Basic`, which
 * `fetch` itself refuses to do. Proxies named in the environment are not used by Node 20's `fetch`.
 */
export async function askHttp({ url, headers, signal }: HttpQuestion): Promise<HttpAnswer> {
  const { address, authorization } = takeCredentials(url);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(address, {
      headers: { ...headers, ...authorization },
      signal: AbortSignal.any([signal, patience.signal]),
    });
    return { kind: 'answered', response };
  } catch (error) {
    if (signal.aborted) return { kind: 'interrupted' };
    const late = `no answer within ${String(PATIENCE_MS / 1000)} seconds`;
    return { kind: 'silent', why: patience.signal.aborted ? late : reasonOf(error) };
  } finally {
    clearTimeout(timer);
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
