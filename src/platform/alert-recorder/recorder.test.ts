import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRecorder } from './recorder.ts';

test('each webhook is a line with the moment of its arrival and the receiver; what is no JSON is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gomeet-recorder-'));
  const file = join(folder, 'alerts.ndjson');
  const server = createRecorder({ file, now: () => 1234 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = async (path: string, body: string): Promise<number> =>
    (await fetch(`${url}/${path}`, { method: 'POST', body })).status;
  try {
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await Promise.all([post('team', '{"alerts":[]}'), post('emergency', '{"alerts":[1]}')])).toEqual([
      200, 200,
    ]);
    expect(await post('team', 'no JSON')).toBe(400);
    expect(await post('team', `"${'x'.repeat(1024 * 1024)}"`)).toBe(413);
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).sort();
    expect(lines).toEqual([
      '{"arrivedMs":1234,"receiver":"emergency","notification":{"alerts":[1]}}',
      '{"arrivedMs":1234,"receiver":"team","notification":{"alerts":[]}}',
    ]);
  } finally {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  }
});
