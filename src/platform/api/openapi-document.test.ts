import { expect, test } from 'vitest';
import { finishDocument } from './openapi-document.ts';

test('answers get the words of their status, unless they have their own', () => {
  const responses = { 200: { description: 'Default Response' }, 404: { description: 'room-not-found' } };
  expect(finishDocument({ paths: { '/a': { get: { responses } } } }).paths['/a'].get.responses).toEqual({
    200: { description: 'OK' },
    404: { description: 'room-not-found' },
  });
});

test('a body that may be null may be left out', () => {
  const body = (types: string[]) => ({
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { anyOf: types.map((type) => ({ type })) } } },
    },
  });
  const { paths } = finishDocument({
    paths: { '/a': { post: body(['object', 'null']), put: body(['object', 'string']) } },
  });
  expect([paths['/a'].post.requestBody.required, paths['/a'].put.requestBody.required]).toEqual([
    false,
    true,
  ]);
});

test('a schema that nothing refers to is left out', () => {
  const document = finishDocument({
    paths: {
      '/a': {
        get: { responses: { 200: { description: 'x', schema: { $ref: '#/components/schemas/Room' } } } },
      },
    },
    components: { schemas: { Room: {}, RoomInput: {} } },
  });
  expect(Object.keys(document.components.schemas)).toEqual(['Room']);
});
