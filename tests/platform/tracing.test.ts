import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/platform/api/app.ts';
import { seedAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };

/** A span as OTLP's JSON has it. */
interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

let platform: Platform;
let collector: Server;
let endpoint: string;
const received: { path: string | undefined; spans: SentSpan[]; service: unknown }[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  collector = createServer(async (request, response) => {
    const body = JSON.parse((await request.setEncoding('utf8').toArray()).join(''));
    const [{ resource, scopeSpans }] = body.resourceSpans;
    received.push({ path: request.url, spans: scopeSpans[0].spans, service: resource.attributes });
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => collector.close(resolve));
  await platform.stop();
});

const attribute = (span: SentSpan | undefined, key: string) =>
  Object.values(span?.attributes.find((entry) => entry.key === key)?.value ?? {})[0];

test(
  'a request, its queries and its calls are one trace, continued from the caller and handed on',
  slow,
  async () => {
    const tracing = { endpoint, sampleRatio: 1, serviceName: 'gomeet-api' };
    const app = buildApp({ ...platform.config, worker: 'api-traced', tracing });
    let handedOn: string | undefined;
    app.register(async (scope) => {
      // It has a body, whose reading is where the context of a request is easily lost.
      scope.post('/probe/:name', { config: { access: 'public' } }, async () => {
        await sql`SELECT ${'a value'}::text`.execute(app.databases.directory);
        await app.createBreaker('neighbour').run(async () => {
          handedOn = app.tracing.headers().traceparent;
        });
        return {};
      });
    });
    await app.ready();
    const account = await seedAccount(app);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const answer = await app.inject({
      method: 'POST',
      url: '/probe/a?secret=1',
      payload: { text: 'hello' },
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01`, authorization: `Bearer ${account.token}` },
    });
    await app.close();

    const spans = received.flatMap((batch) => batch.spans).filter((span) => span.traceId === traceId);
    const server = spans.find((span) => span.kind === 2);
    expect(received.map(({ path }) => path)).toContain('/v1/traces');
    expect([server?.name, server?.parentSpanId]).toEqual(['POST /probe/:name', 'b7ad6b7169203331']);
    expect(attribute(server, 'http.route')).toBe('/probe/:name');
    expect(attribute(server, 'http.response.status_code')).toBe(200);
    expect(attribute(server, 'gomeet.request_id')).toBe(answer.headers['x-request-id']);
    const query = spans.find((span) => attribute(span, 'db.query.text') === 'SELECT $1::text');
    const call = spans.find((span) => span.name === 'neighbour');
    expect([query?.parentSpanId, call?.parentSpanId]).toEqual([server?.spanId, server?.spanId]);
    expect(handedOn).toBe(`00-${traceId}-${call?.spanId}-01`);
    // Neither what was asked nor what was said is in a trace.
    expect(JSON.stringify(received)).not.toMatch(/a value|secret=1|hello/);
  },
);

test('a malformed traceparent begins a new trace, and what fails is marked', slow, async () => {
  const tracing = { endpoint, sampleRatio: 1, serviceName: 'gomeet-api' };
  const app = buildApp({ ...platform.config, worker: 'api-traced', tracing });
  app.register(async (scope) => {
    scope.get('/fails', { config: { access: 'public' } }, async () => {
      throw new Error('no luck');
    });
  });
  await app.ready();
  await app.inject({ url: '/fails', headers: { traceparent: '00-0-0-01' } });
  await app.close();
  const span = received.flatMap((batch) => batch.spans).find(({ name }) => name === 'GET /fails');
  expect([span?.parentSpanId ?? '', span?.status.code]).toEqual(['', 2]);
  expect(span?.traceId).toMatch(/^[0-9a-f]{32}$/);
});

test('what nobody samples is not sent', slow, async () => {
  const before = received.length;
  const app = buildApp({
    ...platform.config,
    tracing: { endpoint, sampleRatio: 0, serviceName: 'gomeet-api' },
  });
  await app.ready();
  await app.inject({ url: '/readyz' });
  await app.close();
  expect(received.length).toBe(before);
});

test('without a collector nothing is handed on', slow, async () => {
  const app = await platform.startWorker();
  expect(app.tracing.headers()).toEqual({});
});
