import { offlineProblem, problemOf } from './problem.ts';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface RequestOptions {
  readonly query?: Query;
  readonly signal?: AbortSignal;
  /** Set on creations: the server then answers a repetition as it answered the first time. */
  readonly idempotencyKey?: string;
  /** Sent although the page is going away. The browser allows 64 KiB for that. */
  readonly keepalive?: boolean;
}

export interface ApiClient {
  get<T>(path: string, options?: RequestOptions): Promise<T>;
  post<T = void>(path: string, body?: unknown, options?: RequestOptions): Promise<T>;
  put<T = void>(path: string, body: unknown, options?: RequestOptions): Promise<T>;
  delete<T = void>(path: string, body?: unknown, options?: RequestOptions): Promise<T>;
  /** POST with an Idempotency-Key, tried once more when the network fails: it creates one thing at most. */
  create<T>(path: string, body: unknown): Promise<T>;
  /** The answer itself, for pictures and files. */
  fetch(path: string, options?: RequestOptions): Promise<Response>;
  /** Gets an access token by the refresh cookie. False when there is no session any more. */
  refresh(): Promise<boolean>;
  /** The access token, in memory only: script from elsewhere finds nothing in storage. */
  setAccessToken(token: string | undefined): void;
  /** Called once when the session is found to be over. */
  onSessionEnd(listener: () => void): void;
}

export interface ClientWorld {
  readonly fetch: typeof globalThis.fetch;
  readonly randomId: () => string;
  readonly base?: string;
}

/** The REST API as the web app uses it. All methods throw {@link ApiProblem} for every answer that is not 2xx. */
export function createClient({ fetch, randomId, base = '/api/v1' }: ClientWorld): ApiClient {
  let accessToken: string | undefined;
  let refreshing: Promise<boolean> | undefined;
  const sessionEndListeners: (() => void)[] = [];

  async function send(
    method: string,
    path: string,
    body: unknown,
    options: RequestOptions,
  ): Promise<Response> {
    const headers = new Headers({ accept: 'application/json' });
    if (accessToken !== undefined) headers.set('authorization', `Bearer ${accessToken}`);
    if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey);
    const isFile = body instanceof Blob;
    if (body !== undefined) headers.set('content-type', isFile ? body.type : 'application/json');
    try {
      return await fetch(base + path + queryOf(options.query), {
        method,
        headers,
        credentials: 'same-origin',
        ...(body !== undefined && { body: isFile ? body : JSON.stringify(body) }),
        ...(options.signal && { signal: options.signal }),
        ...(options.keepalive && { keepalive: true }),
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw offlineProblem(error);
    }
  }

  async function refreshOnce(): Promise<boolean> {
    const response = await send('POST', '/auth/refresh', {}, {});
    if (response.status === 401) {
      accessToken = undefined;
      for (const listener of sessionEndListeners) listener();
      return false;
    }
    if (!response.ok) throw await problemOf(response);
    accessToken = ((await response.json()) as { accessToken: string }).accessToken;
    return true;
  }

  /** Many requests may find the token expired at once: the cookie is used by one of them, the others wait. */
  const refresh = (): Promise<boolean> => {
    refreshing ??= refreshOnce().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  };

  async function request(
    method: string,
    path: string,
    body?: unknown,
    options: RequestOptions = {},
  ): Promise<Response> {
    const usedToken = accessToken;
    let response = await send(method, path, body, options);
    if (response.status === 401 && usedToken !== undefined) {
      // Another request may have refreshed meanwhile: then the new token is simply used.
      const isRenewed = accessToken !== usedToken && accessToken !== undefined;
      if (isRenewed || (await refresh())) response = await send(method, path, body, options);
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  const json = async <T>(...args: Parameters<typeof request>): Promise<T> =>
    bodyOf<T>(await request(...args));
  return {
    get: (path, options) => json('GET', path, undefined, options),
    post: (path, body, options) => json('POST', path, body, options),
    put: (path, body, options) => json('PUT', path, body, options),
    delete: (path, body, options) => json('DELETE', path, body, options),
    async create(path, body) {
      const options = { idempotencyKey: randomId() };
      return json('POST', path, body, options).catch((error) => {
        if (error?.code !== 'offline') throw error;
        return json('POST', path, body, options);
      }) as Promise<never>;
    },
    fetch: (path, options) => request('GET', path, undefined, options),
    refresh,
    setAccessToken(token) {
      accessToken = token;
    },
    onSessionEnd: (listener) => void sessionEndListeners.push(listener),
  };
}

function queryOf(query: Query = {}): string {
  const entries = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

async function bodyOf<T>(response: Response): Promise<T> {
  const isEmpty = response.status === 204 || response.headers.get('content-length') === '0';
  return (isEmpty ? undefined : await response.json()) as T;
}
