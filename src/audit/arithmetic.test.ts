import { expect, test } from 'vitest';
import { sumOf } from './arithmetic.ts';

test.each([
  ['API Services', 'apiServices'],
  ['LiveKit SFU', 'livekitSfu'],
  ['Let’s Encrypt', 'letsencrypt'],
  ["Let's Encrypt", 'letsencrypt'],
  ['PostgreSQL', 'postgresql'],
  ['api-signaling', 'apiSignaling'],
  ['4/16', 'cores4_memory16'],
  ['sgp1', 'sgp1'],
  ['3 masters', 'number3Masters'],
])('%s is %s in a formula', (name, word) => {
  expect(sumOf([{ name, value: 1 }]).formula).toBe(word);
});

test('a name that comes again is numbered', () => {
  const twice = [
    { name: 'API', value: 1 },
    { name: 'api', value: 2 },
  ];
  expect(sumOf(twice)).toEqual({ formula: 'api + api_2', inputs: { api: 1, api_2: 2 } });
});
