import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { planInputs } from '../../tests/support/plan-inputs.ts';
import { buildPlan } from './build-plan.ts';
import { planSchema } from './plan.ts';
import { readPlan } from './read-plan.ts';
import { writePlan } from './write-plan.ts';

const plan = buildPlan(planInputs()).document;
const withLine = (id: string, differing: object): string =>
  JSON.stringify({ ...plan, lines: { ...plan.lines, [id]: { ...plan.lines[id], ...differing } } });
let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-plan-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

test('the published schema is that of the code (vitest -u writes it anew)', async () => {
  const schema = z.toJSONSchema(planSchema, { target: 'draft-2020-12' });
  const published = { $id: 'gomeet.plan/v1', title: 'A capacity plan of gomeet (plan.json)', ...schema };
  await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/schemas/plan-file.v1.json',
  );
});

test('a plan survives being written and read, and is written over by another', async () => {
  await writePlan(join(cwd, 'plan.json'), plan);
  expect(await readPlan({ cwd }, 'plan.json')).toEqual(plan);
  await writePlan(join(cwd, 'plan.json'), { ...plan, name: 'again' });
  expect((await readPlan({ cwd }, 'plan.json')).name).toBe('again');
});

test('a file of something else is not written over', async () => {
  await writeFile(join(cwd, 'notes.txt'), 'what I must not forget');
  await expect(writePlan(join(cwd, 'notes.txt'), plan)).rejects.toMatchObject({ exitCode: 7 });
  expect(await readFile(join(cwd, 'notes.txt'), 'utf8')).toBe('what I must not forget');
});

test('what does not fit the schema is never written', async () => {
  const broken = { ...plan, schema: 'gomeet.plan/v0' } as unknown as typeof plan;
  await expect(writePlan(join(cwd, 'broken.json'), broken)).rejects.toThrow();
  expect(await readdir(cwd)).not.toContain('broken.json');
});

describe('a file that is no plan is refused with the place', () => {
  test.each([
    ['{', 'is no JSON'],
    ['{}', 'schema: '],
    ['[]', 'the document: '],
    [JSON.stringify({ ...plan, pools: [{ ...plan.pools[0], nodes: -1 }] }), 'pools.0.nodes: '],
    ['event:\n  name: webinar', 'other.json is an event, and no plan'],
    [
      withLine('media.nodes', { unit: 'GiB' }),
      'lines.media.nodes.unit: the formula "neededNodes + spareNodes"',
    ],
    [withLine('media.nodes', { unit: 'parsec' }), 'lines.media.nodes.formula: unit "parsec"'],
    [withLine('media.nodes', { value: 1e300 }), 'lines.media.nodes.value: 1e+300 is too large; accepted: '],
    [
      withLine('media.nodes', { formula: 'neededNodes +' }),
      'lines.media.nodes.formula: formula "neededNodes +"',
    ],
    [
      withLine('media.nodes', { inputs: {} }),
      'lines.media.nodes.inputs: the formula "neededNodes + spareNodes"',
    ],
    [withLine('layout.clusters', { unit: 'GiB' }), 'lines.layout.clusters.unit: resources.3 (control-plane)'],
    [
      JSON.stringify({ ...plan, media: { ...plan.media, meetingsPerNode: -1e300 } }),
      'media.meetingsPerNode: -1e+300 is too large',
    ],
    [
      JSON.stringify({ ...plan, totals: { mediaNodes: 'media.nods' } }),
      'totals.mediaNodes: there is no line "media.nods"',
    ],
  ])('%.40s', async (text, message) => {
    await writeFile(join(cwd, 'other.json'), text);
    await expect(readPlan({ cwd }, 'other.json')).rejects.toThrow(message);
    await expect(readPlan({ cwd }, 'other.json')).rejects.toMatchObject({ exitCode: 2 });
  });

  test('a file that is not there', () =>
    expect(readPlan({ cwd }, 'nowhere.json')).rejects.toMatchObject({ exitCode: 2, code: 'invalid-plan' }));
});
