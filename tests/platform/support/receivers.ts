import { createServer, type IncomingHttpHeaders } from 'node:http';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { type Mail, parseMail } from '../../../src/platform/mailbox/parse-mail.ts';
import { eventually } from './services.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A web server that keeps what is posted to it, and answers with the statuses it was told of, then with 200. */
export interface WebReceiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** The next answers, one each. */
  answerWith(...statuses: number[]): void;
  stop(): Promise<void>;
}

export async function startWebReceiver(): Promise<WebReceiver> {
  const received: Received[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.writeHead(statuses.shift() ?? 200, { location: '/elsewhere' }).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answerWith: (...next) => statuses.push(...next),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface MailReceiver {
  readonly port: number;
  readonly url: string;
  /** What it took, as it came. */
  readonly sources: readonly string[];
  /** Waits for a mail to an address. */
  next(to: string): Promise<Mail>;
  stop(): Promise<void>;
}

/** A mail server of the test's own. @param options such as handlers that refuse, or a port to come back on. */
export async function startMailReceiver({
  port = 0,
  ...options
}: SMTPServerOptions & { port?: number } = {}): Promise<MailReceiver> {
  const sources: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    ...options,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        sources.push(Buffer.concat(chunks).toString('latin1'));
        done();
      });
    },
  });
  // A client that goes away in the middle is none of the test's business.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: chosen } = server.server.address() as { port: number };
  return {
    port: chosen,
    url: `smtp://127.0.0.1:${chosen}`,
    sources,
    next: (to) =>
      eventually(`a mail to ${to}`, async () => {
        const mail = sources.map(parseMail).find((one) => one.to.includes(to));
        if (!mail) throw new Error(`there are ${sources.length} mails to others`);
        return mail;
      }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
