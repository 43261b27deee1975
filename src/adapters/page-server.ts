import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is answered to a path: a document, or null where there is none. */
export interface ServedPage {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}
export type AnswerPath = (path: string) => Promise<ServedPage | null>;

export interface PageServer {
  /**
   * Serves to this machine alone until it is closed. @param port 0 for a free one
   * @throws the system's error where the port is taken
   */
  listen(port: number, answer: AnswerPath): Promise<{ readonly url: string; close(): Promise<void> }>;
}

/** Reports bring everything along: nothing else may be loaded, and nobody may frame them. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

export const pageServer: PageServer = {
  async listen(port, answer) {
    const server = createServer((request, response) => void respond(request, response, answer));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const { port: taken } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${taken}/`,
      close: async () => {
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
      },
    };
  },
};

/** A page of the internet can point a name of its own at 127.0.0.1; its requests bear that name. */
const isOwnName = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: AnswerPath,
): Promise<void> {
  const say = (status: number, page: ServedPage, more: Record<string, string> = {}): void => {
    response.writeHead(status, { ...HEADERS, 'content-type': page.contentType, ...more });
    response.end(request.method === 'HEAD' ? undefined : page.body);
  };
  const plain = (body: string): ServedPage => ({
    contentType: 'text/plain; charset=utf-8',
    body: `${body}\n`,
  });
  try {
    if (!isOwnName(request.headers.host)) return say(421, plain('this server answers to 127.0.0.1 alone'));
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return say(405, plain('reports are only read here'), { allow: 'GET, HEAD' });
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const page = await answer(path);
    if (page === null) return say(404, plain('there is no such page; the list of runs is at /'));
    say(200, page);
  } catch {
    // What went wrong is the server's own business: a path or a stack must not reach whoever asks.
    say(500, plain('this page could not be made'));
  }
}
