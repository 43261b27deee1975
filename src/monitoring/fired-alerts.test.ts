import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { alertsFiredSince } from './fired-alerts.ts';

const folder = mkdtempSync(join(tmpdir(), 'gomeet-alerts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const alert = (alertname: string, startsAt: string) => ({
  status: 'firing',
  labels: { alertname, severity: 'critical' },
  annotations: {},
  startsAt,
  endsAt: '0001-01-01T00:00:00Z',
  fingerprint: alertname,
});

test('what fired before, and the one that always fires, are left out', () => {
  const file = join(folder, 'alerts.ndjson');
  const alerts = [
    alert('ServiceDown', '2027-01-01T00:00:10.000Z'),
    alert('NodeCpu', '2027-01-01T00:00:01.000Z'),
    alert('Watchdog', '2027-01-01T00:00:20.000Z'),
  ];
  writeFileSync(file, `${JSON.stringify({ arrivedMs: 0, notification: { alerts } })}\n`);
  const since = Date.parse('2027-01-01T00:00:05Z');
  expect(alertsFiredSince(file, since).map(({ name }) => name)).toEqual(['ServiceDown']);
});

test('before anything was recorded nothing has fired', () => {
  expect(alertsFiredSince(join(folder, 'none.ndjson'), 0)).toEqual([]);
});
