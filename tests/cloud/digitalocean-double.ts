import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { type AccountState, emptyAccount } from './account-state.ts';
import { accountRoutes } from './double-account.ts';
import { bucketRoutes } from './double-buckets.ts';
import { clusterRoutes } from './double-clusters.ts';
import { databaseRoutes } from './double-databases.ts';

/** Something that goes wrong with the next requests that match. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  /** No status: the request is carried out or not, and nothing is ever answered. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether the request was carried out all the same, as when an answer is lost on its way. */
  readonly isDone?: boolean;
  times: number;
}

export interface DigitalOceanDouble {
  readonly url: string;
  state: AccountState;
  faults: Fault[];
  /** `GET /v2/vpcs`, without the query, in order. */
  calls: string[];
  /** An empty account without faults. */
  reset(): void;
  close(): Promise<void>;
}

const WORDS: Readonly<Record<number, string>> = {
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'unprocessable_entity',
  429: 'too_many_requests',
};

/** An error as the API words it. */
export const refuse = (reply: FastifyReply, status: number, message: string): FastifyReply =>
  reply.code(status).send({ id: WORDS[status] ?? 'server_error', message });

/**
 * The part of DigitalOcean's API that gomeet calls, with a memory: what is made becomes ready after some looks, what others stand on
 * is checked, and any request can be made to fail. It listens on this machine alone.
 */
export async function startDigitalOceanDouble(token: string): Promise<DigitalOceanDouble> {
  const app = Fastify();
  const double = {
    state: emptyAccount(),
    faults: [] as Fault[],
    calls: [] as string[],
    reset() {
      double.state = emptyAccount();
      double.faults = [];
      double.calls = [];
    },
  };
  // The API takes a DELETE with an empty JSON body.
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body === '' ? {} : JSON.parse(body as string)),
  );
  app.addHook('onRequest', async (request, reply) => {
    const path = request.url.replace(/\?.*/, '');
    double.calls.push(`${request.method} ${path}`);
    reply.headers({
      'ratelimit-limit': '5000',
      'ratelimit-remaining': '4816',
      'ratelimit-reset': '1795262400',
    });
    if (path.startsWith('/v2/') && request.headers.authorization !== `Bearer ${token}`)
      return refuse(reply, 401, 'Unable to authenticate you');
  });
  const next = faultsOf(double);
  app.addHook('preHandler', async (request, reply) => {
    const fault = next(request.method, request.url, false);
    if (fault === undefined) return;
    if (fault.status === undefined) return hang(reply);
    return answer(reply, fault);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const fault = next(request.method, request.url, true);
    if (fault?.status === undefined) return payload;
    reply.code(fault.status).header('content-type', 'application/json');
    return JSON.stringify(bodyOf(fault));
  });
  const read = (): AccountState => double.state;
  accountRoutes(app, read);
  clusterRoutes(app, read);
  databaseRoutes(app, read);
  bucketRoutes(app, read);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return Object.assign(double, { url: `http://127.0.0.1:${port}`, close: () => closeNow(app) });
}

const bodyOf = ({ status = 500, body }: Fault): unknown =>
  body ?? { id: WORDS[status] ?? 'server_error', message: `made to fail with ${status}` };

function answer(reply: FastifyReply, fault: Fault): FastifyReply {
  return reply
    .code(fault.status ?? 500)
    .headers(fault.headers ?? {})
    .send(bodyOf(fault));
}

/** Takes the next fault for a request off the list. */
const faultsOf =
  (double: { faults: Fault[] }) =>
  (method: string, url: string, isDone: boolean): Fault | undefined => {
    const fault = double.faults.find(
      (candidate) =>
        candidate.times > 0 &&
        (candidate.isDone ?? false) === isDone &&
        candidate.method === method &&
        candidate.path.test(url),
    );
    if (fault !== undefined) fault.times -= 1;
    return fault;
  };

/** Answers nothing; the connection ends when the client gives up, or with the server. */
async function hang(reply: FastifyReply): Promise<FastifyReply> {
  await new Promise<void>((resolve) => reply.raw.once('close', resolve));
  return reply.hijack();
}

async function closeNow(app: FastifyInstance): Promise<void> {
  app.server.closeAllConnections();
  await app.close();
}
