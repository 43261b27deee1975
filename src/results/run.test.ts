import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { roomRun } from '../../tests/support/room-run.ts';
import { RunSchema } from './run.ts';

test('the published schema is that of the code (vitest -u writes it anew)', async () => {
  const schema = z.toJSONSchema(RunSchema, { target: 'draft-2020-12' });
  const published = { $id: 'gomeet.run/v1', title: 'A run of gomeet', ...schema };
  await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/schemas/run.v1.json',
  );
});

test('a run survives being written and read', () => {
  const run = roomRun();
  expect(RunSchema.parse(JSON.parse(JSON.stringify(run)))).toEqual(run);
});

describe('a run is refused', () => {
  test.each<[string, object]>([
    ['with an unknown key', { surprise: 1 }],
    ['with another schema', { schema: 'gomeet.run/v2' }],
    ['with an id that is no ULID', { id: '../../etc/passwd' }],
    ['with a time that is none', { startedAt: 'yesterday' }],
    ['with an exit code that no verdict has', { verdict: { status: 'PASS', exitCode: 77, summary: '' } }],
    ['with a count that is no number', { counts: { participantsJoined: '500' } }],
  ])('%s', (_what, change) => {
    expect(RunSchema.safeParse({ ...roomRun(), ...change }).success).toBe(false);
  });
});

test('it holds the keys that scripts rely on', () => {
  const fixed =
    'schema id kind command target startedAt endedAt environment parameters phases series histograms counts kpis gates findings verdict';
  expect(Object.keys(RunSchema.shape)).toEqual(expect.arrayContaining(fixed.split(' ')));
  const kpi = 'id title unit target critical measured interval samples provenance status';
  expect(Object.keys(RunSchema.shape.kpis.element.shape)).toEqual(expect.arrayContaining(kpi.split(' ')));
});
