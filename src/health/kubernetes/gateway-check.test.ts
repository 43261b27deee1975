import { expect, test } from 'vitest';
import { gatewayCheck } from './gateway-check.ts';
import { newestPublicUrl } from './public-url.ts';

const url = 'https://meet.example.com';

test.each([
  [{ url, status: 200 }, 'ok', 'HTTP 200'],
  [{ url, status: 502 }, 'failed', 'HTTP 502'],
  [
    { url, error: 'getaddrinfo ENOTFOUND meet.example.com' },
    'failed',
    'getaddrinfo ENOTFOUND meet.example.com',
  ],
])('%o is %s', (answer, status, found) =>
  expect(gatewayCheck(answer)).toMatchObject({ title: url, status, found }),
);

test('an unknown address is asked for', () =>
  expect(gatewayCheck(null)).toMatchObject({ status: 'failed', hint: expect.stringContaining('--api-url') }));

test('the newest settings say where people reach the platform', () => {
  const settings = (creationTimestamp: string, address: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'api-settings-x', creationTimestamp },
    data: { GOMEET_PUBLIC_URL: address },
  });
  expect(
    newestPublicUrl([
      settings('2026-11-20T00:00:00Z', 'https://old.example'),
      settings('2026-11-21T00:00:00Z', `${url}/`),
    ]),
  ).toBe(url);
  expect(newestPublicUrl([])).toBeUndefined();
});
