import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { roomRun } from '../../tests/support/room-run.ts';
import { readHistory } from './read-history.ts';
import { compareRuns } from './run-comparison.ts';
import { historyOf, isSameTrial } from './run-history.ts';
import { trialsOf } from './trials.ts';

const id = (n: number): string => `01KAXN00000000000000000${String(n).padStart(3, '0')}`;
const run = (n: number, changes: Parameters<typeof roomRun>[0] = {}) => roomRun({ id: id(n), ...changes });

test('only sound runs of the same trial that came before are its history', () => {
  const other = run(1, { parameters: { participants: 20 } });
  const partial = run(2, { partial: true });
  const [first, second, later] = [run(3), run(4), run(6)];
  const { baseline, earlier } = historyOf(run(5), [later, second, first, partial, other], 8, null);
  expect(earlier.map((each) => each.id)).toEqual([id(4), id(3)]);
  expect(baseline?.id).toBe(id(4));
  expect(isSameTrial(run(1), other)).toBe(false);
});

test('runs that lie beside one are read, those that cannot be read passed over', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gomeet-history-'));
  try {
    for (const n of [1, 2]) {
      await mkdir(join(folder, id(n)));
      await writeFile(join(folder, id(n), 'run.json'), n === 1 ? JSON.stringify(run(1)) : '{"cut');
    }
    const history = await readHistory(join(folder, id(3)), run(3));
    expect(history.earlier.map((each) => each.id)).toEqual([id(1)]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a comparison tells what was different, and what forbids to believe it', () => {
  const changed = run(2, {
    parameters: { participants: 20 },
    gates: [{ id: 'cpu', title: 'CPU', passed: false, found: '91 %', needed: '80 %' }],
  });
  const { differences, cautions, kpis } = compareRuns([run(1), changed]);
  expect(differences.map(({ what }) => what)).toContain('participants');
  expect(cautions.join(' ')).toContain('did not ask for the same');
  expect(cautions.join(' ')).toContain(id(2));
  expect(kpis.every(({ changes }) => changes[0] === null && changes[1]?.change === 'no change')).toBe(true);
});

test('trials gather what asked for the same, oldest first', () => {
  const trials = trialsOf([run(3), run(2, { parameters: {} }), run(1)]);
  expect(trials.map(({ runs }) => runs.map((each) => each.id))).toEqual([[id(1), id(3)], [id(2)]]);
});
