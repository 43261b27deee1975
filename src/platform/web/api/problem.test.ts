import { expect, test } from 'vitest';
import { ApiProblem, problemOf } from './problem.ts';

test('names the fault of one field of a body', () => {
  const problem = new ApiProblem({
    status: 400,
    code: 'invalid-request',
    title: 'Title',
    fields: [{ in: 'body', pointer: '/email', message: 'is no e-mail address' }],
  });
  expect(problem.field('email')).toBe('Is no e-mail address');
  expect(problem.field('name')).toBeUndefined();
  expect(problem.message).toBe('Email: is no e-mail address');
});

test('JSON that is cut off is an unexpected answer', async () => {
  const response = new Response('{"type":"/prob', {
    status: 500,
    headers: { 'content-type': 'application/json' },
  });
  expect(await problemOf(response)).toMatchObject({
    status: 500,
    code: 'unexpected',
    retryAfterSeconds: undefined,
  });
});
