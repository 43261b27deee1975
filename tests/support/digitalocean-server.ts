import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A size as DigitalOcean's API description has it. */
export interface ApiSize {
  slug: string;
  description: string;
  memory: number;
  vcpus: number;
  disk: number;
  transfer: number;
  price_monthly: number;
  price_hourly: number;
  regions: string[];
  available: boolean;
}

/** An answer that is given instead of the list, once. */
interface Interruption {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface DigitalOceanServer {
  readonly url: string;
  /** What is listed from now on. */
  sizes: readonly ApiSize[];
  /** Answers that come first, in this order. */
  interruptions: Interruption[];
  /** Paths that were asked for, with their queries. */
  readonly requests: string[];
  close(): Promise<void>;
}

/**
 * `GET /v2/sizes` over HTTP on this machine, as the official description says: pages of at most 200, `meta.total`, `links`,
 * rate-limit headers, and 401 for a token that is not `token`.
 */
export async function startDigitalOceanServer(token: string): Promise<DigitalOceanServer> {
  const state = {
    sizes: [] as readonly ApiSize[],
    interruptions: [] as Interruption[],
    requests: [] as string[],
  };
  const server = createServer((request, response) => answer(request, response, token, state));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(state, {
    url,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve()).closeAllConnections();
      }),
  });
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  state: Pick<DigitalOceanServer, 'sizes' | 'interruptions' | 'requests'>,
): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  state.requests.push(`${url.pathname}${url.search}`);
  const send = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'ratelimit-limit': '5000', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  if (request.headers.authorization !== `Bearer ${token}`) {
    send(401, { id: 'unauthorized', message: 'Unable to authenticate you.' });
    return;
  }
  const interruption = state.interruptions.shift();
  if (interruption) {
    send(interruption.status, interruption.body ?? '{}', interruption.headers);
    return;
  }
  const perPage = Math.min(200, Number(url.searchParams.get('per_page') ?? 20));
  const page = Number(url.searchParams.get('page') ?? 1);
  const last = Math.ceil(state.sizes.length / perPage);
  const link = (to: number): string => `${url.origin}/v2/sizes?page=${to}&per_page=${perPage}`;
  send(200, {
    sizes: state.sizes.slice((page - 1) * perPage, page * perPage),
    links: page < last ? { pages: { next: link(page + 1), last: link(last) } } : {},
    meta: { total: state.sizes.length },
  });
}

/** A size of the API with whatever the test needs of it. */
export const apiSize = (differing: Partial<ApiSize> = {}): ApiSize => ({
  slug: 'c-16-intel',
  description: 'CPU-Optimized (Premium Intel)',
  memory: 32_768,
  vcpus: 16,
  disk: 200,
  transfer: 7,
  price_monthly: 437,
  price_hourly: 0.6503,
  regions: ['fra1', 'sgp1'],
  available: true,
  ...differing,
});
