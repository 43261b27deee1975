import { generateKeyPairSync } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/platform/api/app.ts';
import { testConfig } from './support/platform.ts';

interface Operation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  security?: object[];
  parameters?: { name: string; in: string }[];
  responses?: Record<string, { description?: string; content?: Record<string, unknown> }>;
}

interface Document {
  openapi: string;
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

const routes: { method: string; url: string; access: string | undefined }[] = [];
let app: FastifyInstance;
let document: Document;

beforeAll(async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  // The document needs no services: a worker starts without them.
  app = buildApp({
    ...testConfig,
    database: { url: 'postgres://127.0.0.1:1/none', poolSize: 1, shardUrls: [] },
    redisUrl: 'redis://127.0.0.1:1',
    accessTokenPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  });
  app.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      // The page of the web app and the answers to preflight requests are no operations.
      if (method !== 'HEAD' && route.schema?.hide !== true)
        routes.push({ method, url: route.url, access: route.config?.access });
    }
  });
  await app.ready();
  document = (await app.inject('/openapi.json')).json();
});
afterAll(() => app.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

test('the document lists every route and nothing else', () => {
  const served = routes
    .filter(({ url }) => !url.startsWith('/docs'))
    .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
  const documented = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  expect(documented.sort()).toEqual(served.sort());
});

test('it is OpenAPI 3.1 with unique ids, known tags, declared path parameters and described answers', () => {
  expect(document.openapi).toBe('3.1.0');
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const tags = document.tags.map((tag) => tag.name);
  for (const { path, operation } of operations()) {
    expect(operation.summary).toBeTruthy();
    expect(tags).toEqual(expect.arrayContaining(operation.tags ?? ['untagged']));
    const declared = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name);
    expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
    for (const response of Object.values(operation.responses ?? {})) {
      expect(response.description).toBeTruthy();
      expect(response.description).not.toBe('Default Response');
    }
  }
});

test('every reference leads somewhere and every schema is used', () => {
  const text = JSON.stringify(document);
  const referred = new Set(
    [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]),
  );
  expect([...referred].sort()).toEqual(Object.keys(document.components.schemas).sort());
  // What 3.0 had and 3.1 has not.
  expect(text).not.toContain('"nullable"');
});

test('an operation needs a token unless its route says otherwise, and then says 401', () => {
  for (const { path, method, operation } of operations()) {
    const route = routes.find(
      (one) => one.method === method.toUpperCase() && one.url.replace(/:(\w+)/g, '{$1}') === path,
    );
    // Nothing is asked for, or one of the choices is nothing: a signed link instead of a token.
    const { security } = operation;
    const isOpen = security?.length === 0 || security?.some((one) => Object.keys(one).length === 0) === true;
    expect({ path, open: isOpen }).toEqual({
      path,
      open: route?.access !== undefined,
    });
    if (route?.access === undefined) expect(operation.responses).toHaveProperty('401');
  }
});

test('errors are documented as problem documents', () => {
  for (const { operation } of operations()) {
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if (Number(status) < 400 || operation.operationId === 'getReadiness') continue;
      expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json']);
    }
  }
});

test('the documentation page loads nothing from elsewhere', async () => {
  const page = await app.inject('/docs/');
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toMatch(/(src|href)="https?:/);
  for (const closed of ['default-src', 'object-src', 'base-uri', 'frame-ancestors'])
    expect(page.headers['content-security-policy']).toContain(`${closed} 'none'`);
});

test('the address of the WebSocket tells other clients what it wants', async () => {
  const answer = await app.inject('/ws');
  expect(answer.statusCode).toBe(426);
  expect(answer.headers.upgrade).toBe('websocket');
});

test('a problem type is an address that explains it', async () => {
  expect((await app.inject('/problems/room-full')).json()).toMatchObject({ code: 'room-full', status: 409 });
  expect((await app.inject('/problems/constructor')).statusCode).toBe(404);
  expect((await app.inject('/nowhere')).json()).toMatchObject({
    type: '/problems/not-found',
    instance: '/nowhere',
  });
});
