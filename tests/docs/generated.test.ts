/** What of docs/ is made from the code is as the code is. */
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { apiDocument } from './api-document.ts';
import { generated } from './generated.ts';
import { root } from './pages.ts';

test.each(Object.entries(generated))(
  '%s is current; npm run docs writes it anew',
  {
    timeout: 60_000,
  },
  async (path, make) => {
    expect(await make()).toBe(await readFile(`${root}/${path}`, 'utf8'));
  },
);

test('an operation tells what it takes, with bounds, and what it answers', () => {
  const page = apiDocument({
    info: { description: 'Everything.' },
    tags: [
      { name: 'rooms', description: 'Rooms' },
      { name: 'unused', description: 'Nothing' },
    ],
    paths: {
      '/rooms/{roomId}': {
        patch: {
          operationId: 'changeRoom',
          summary: 'Change a room',
          tags: ['rooms'],
          parameters: [
            { name: 'roomId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          ],
          requestBody: {
            content: {
              'application/json': {
                schema: {
                  anyOf: [
                    {
                      type: 'object',
                      required: ['name'],
                      properties: {
                        name: {
                          type: 'string',
                          minLength: 1,
                          maxLength: 255,
                          description: 'What it is called | shown',
                        },
                        seats: { type: 'integer', minimum: 1, maximum: 1000, default: 10 },
                        owner: { anyOf: [{ $ref: '#/components/schemas/Person' }, { type: 'null' }] },
                      },
                    },
                    { type: 'null' },
                  ],
                },
              },
            },
          },
          responses: {
            200: {
              description: 'OK',
              content: {
                'application/json': {
                  schema: { type: 'array', items: { $ref: '#/components/schemas/Person' } },
                },
              },
            },
            404: { description: 'not-found', content: { 'application/problem+json': {} } },
          },
        },
      },
    },
    components: { schemas: { Person: { type: 'object', properties: { id: { type: ['string', 'null'] } } } } },
  });
  expect(page).toContain('### PATCH /rooms/{roomId}\n\nChange a room. `changeRoom`, with an access token.');
  expect(page).toContain('| path | roomId \\* | string (uuid) |  |');
  expect(page).toContain('| body | name \\* | string | What it is called \\| shown. 1 to 255 characters. |');
  expect(page).toContain('| body | seats | integer | 1 to 1000. Without it `10`. |');
  expect(page).toContain('| body | owner | [Person](#person) or null |  |');
  expect(page).toContain('Answers 200 list of [Person](#person). Problems: 404 not-found.');
  expect(page).toContain(
    '### Person\n\n| name | type | what it is |\n|---|---|---|\n| id | string or null |  |',
  );
  expect(page).not.toContain('unused');
});
