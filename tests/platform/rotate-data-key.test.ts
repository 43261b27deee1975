import { spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rotateDataKey } from '../../src/platform/api/encrypted-columns.ts';
import { createEncryption } from '../../src/platform/api/encryption.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
const program = fileURLToPath(new URL('../../src/platform/api/rotate-data-key.ts', import.meta.url));
const [oldest, newest] = ['oldest', 'newest'].map((id) => ({ id, key: randomBytes(32) })) as [Key, Key];
type Key = { readonly id: string; readonly key: Buffer };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker({ config: { dataKeys: [oldest] } });
});
afterAll(() => platform.stop());

const rotate = (...keys: Key[]) =>
  spawnSync(process.execPath, [program], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: platform.config.database.url,
      DATA_ENCRYPTION_KEYS: keys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
    },
  });

const addresses = async (...keys: Key[]) => {
  const reader = await platform.startWorker({ config: { worker: `api-${randomUUID()}`, dataKeys: keys } });
  return (await reader.auditLog.list({}, 500, undefined)).map((entry) => entry.ip_address);
};

test(
  'values are encrypted anew in batches, after which the old key can go [v5.0.0-11.2.2, 13.3.4]',
  slow,
  async () => {
    for (let entry = 0; entry < 7; entry += 1) {
      const request = { id: randomUUID(), ip: `127.7.0.${entry}`, account: undefined };
      await app.audit({ action: 'session.login', request });
    }
    const before = await addresses(oldest);
    expect(before).toContain('127.7.0.3');

    const client = new Client({ connectionString: platform.config.database.url });
    await client.connect();
    const rotations = await rotateDataKey(client, createEncryption([newest, oldest]), 3);
    await client.end();
    expect(rotations).toEqual([
      { column: 'audit_log.ip_address', rotated: 7, unreadable: 0 },
      { column: 'push_subscriptions.subscription', rotated: 0, unreadable: 0 },
      { column: 'webhooks.secret', rotated: 0, unreadable: 0 },
    ]);
    expect(await addresses(newest)).toEqual(before);
  },
);

test('the program finds nothing left to do, and says when a value has lost its key', slow, () => {
  const done = rotate(newest, oldest);
  expect(done).toMatchObject({ status: 0, stderr: '' });
  expect(done.stdout).toContain('audit_log.ip_address: 0 encrypted anew, 0 unreadable');
  const lost = rotate({ id: 'another', key: randomBytes(32) });
  expect(lost.status).toBe(1);
  expect(lost.stdout).toContain('audit_log.ip_address: 0 encrypted anew, 7 unreadable');
});

test('an entry whose key is gone is listed without its address', slow, async () => {
  expect(await addresses(oldest)).toEqual(Array(7).fill(null));
});

test('a key that is none is named and not repeated', slow, () => {
  const wrong = rotate({ id: 'weak', key: Buffer.alloc(32, 1) });
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain('DATA_ENCRYPTION_KEYS: a random key');
  expect(wrong.stderr).not.toContain('AQEB');
});
