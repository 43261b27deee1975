import { appendFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAcknowledgedLog, readAcknowledgedLog } from './acknowledged-log.ts';

test('what was recorded is on the disk, in order, and a torn line is not taken for a write', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'gomeet-drill-')), 'acknowledged');
  const log = await openAcknowledgedLog(path);
  const writes = Array.from({ length: 500 }, (_, sequence) => ({
    writer: 'sql',
    sequence,
    acknowledgedAtMs: sequence + 0.5,
  }));
  const first = log.record({ writer: 'sql', sequence: 0, acknowledgedAtMs: 0.5 });
  await Promise.all([first, ...writes.slice(1).map((write) => log.record(write))]);
  expect(log.recorded).toBe(500);
  await log.close();
  await appendFile(path, 'sql 50');
  expect(await readAcknowledgedLog(path)).toEqual(writes);
});
