import { createServer, type Server, type ServerResponse } from 'node:http';
import type { MailStore } from './mail-store.ts';
import { listPage, mailPage } from './mailbox-view.ts';

const shownMails = 100;

/** A page that shows a mail runs nothing, loads nothing and is framed by nobody. */
const headers = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** A foreign page whose name leads to 127.0.0.1 could else read here the links that open accounts (DNS rebinding). */
const isLocalName = (host: string | undefined) => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '');

function answer(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { ...headers, 'content-type': type }).end(body);
}

const html = 'text/html; charset=utf-8';
const plain = 'text/plain; charset=utf-8';

/**
 * `/` lists mails, `/mails/<id>` shows one, `/mails/<id>.eml` is its source, `/mails.json?to=` gives them to programs,
 * `/healthz` says that it lives.
 */
export function createHttpListener(store: MailStore): Server {
  async function serve(url: URL, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = url;
    const id = /^\/mails\/([\w-]+)(\.eml)?$/.exec(pathname);
    if (pathname === '/') return answer(response, 200, html, listPage(await store.list(shownMails)));
    if (pathname === '/healthz') return answer(response, 200, plain, 'ok\n');
    if (pathname === '/mails.json') {
      const mails = await store.list(shownMails, searchParams.get('to') ?? undefined);
      return answer(response, 200, 'application/json', JSON.stringify(mails));
    }
    if (id?.[1] !== undefined && id[2] !== undefined) {
      const source = await store.source(id[1]);
      if (source) return answer(response, 200, plain, source);
    } else if (id?.[1] !== undefined) {
      const mail = await store.read(id[1]);
      if (mail) return answer(response, 200, html, mailPage(mail));
    }
    return answer(response, 404, plain, 'There is nothing at this address; / lists the mails.\n');
  }

  return createServer((request, response) => {
    if (!isLocalName(request.headers.host)) {
      answer(response, 403, plain, 'This mailbox is reached as 127.0.0.1 or localhost.\n');
      return;
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      answer(response, 405, plain, 'GET is accepted.\n');
      return;
    }
    serve(new URL(request.url ?? '/', 'http://localhost'), response).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      answer(response, 500, plain, 'The mailbox failed; its log says why.\n');
    });
  });
}
