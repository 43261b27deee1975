import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { roomRun } from '../../tests/support/room-run.ts';
import { findRun, listRuns, readRun } from './list-runs.ts';
import { createRunDirectory, openRunEvents, RUN_FILES, writeRun, writeWhole } from './write-run.ts';

let runs: string;

beforeEach(async () => {
  runs = await mkdtemp(join(tmpdir(), 'gomeet-runs-'));
});

afterEach(async () => {
  await rm(runs, { recursive: true });
});

const ID = '01M7WM98BR8SHP0T03CNB2AQ86';
const LATER = '01M7WM98BS0000000000000000';

describe('a run directory', () => {
  test('holds the run, its report and its events', async () => {
    const directory = await createRunDirectory(runs, ID);
    const events = await openRunEvents(directory);
    events.append({ t: 1, event: 'phase', name: 'join' });
    events.append({ t: 2, event: 'phase', name: 'hold' });
    await events.close();
    const run = roomRun({ id: ID });
    const { reportPath } = await writeRun(directory, run, '<!doctype html>');
    expect((await readdir(directory)).sort()).toEqual(['events.ndjson', 'report.html', 'run.json']);
    expect(await readFile(join(directory, 'events.ndjson'), 'utf8')).toBe(
      '{"t":1,"event":"phase","name":"join"}\n{"t":2,"event":"phase","name":"hold"}\n',
    );
    expect(await readFile(reportPath, 'utf8')).toBe('<!doctype html>');
    expect(await readRun(directory)).toEqual(run);
  });

  test('is not written with a run that does not fit the schema', async () => {
    const directory = await createRunDirectory(runs, ID);
    await expect(writeRun(directory, { ...roomRun(), id: 'short' }, '')).rejects.toThrow('ULID');
    expect(await readdir(directory)).toEqual(['events.ndjson']);
  });

  test('cannot be made below a file, and the error says so', async () => {
    await writeFile(join(runs, 'file'), '');
    await expect(createRunDirectory(join(runs, 'file'), ID)).rejects.toMatchObject({
      code: 'not-writable',
      exitCode: 6,
      message: `cannot write ${join(runs, 'file', ID)}: a part of the path is a file`,
    });
  });
});

describe('a disk that is full', () => {
  // /dev/full takes no byte: the kernel answers ENOSPC, as a full disk does.
  test('gives a clear error where events are added', async () => {
    await symlink('/dev/full', join(runs, 'events.ndjson'));
    const events = await openRunEvents(runs);
    events.append({ t: 1, event: 'phase' });
    await expect(events.close()).rejects.toMatchObject({ code: 'disk-full', exitCode: 6 });
  });

  test('leaves nothing of a file that did not fit', async () => {
    await symlink('/dev/full', join(runs, '.run.json.partial'));
    await expect(writeWhole(join(runs, 'run.json'), 'text')).rejects.toMatchObject({
      code: 'disk-full',
      message: `cannot write ${join(runs, 'run.json')}: the disk is full`,
    });
    expect(await readdir(runs)).toEqual([]);
  });

  test('leaves no half-written file where the name cannot be taken', async () => {
    const target = join(runs, 'run.json');
    await createRunDirectory(target, ID); // a directory bears the name of the file
    await expect(writeWhole(target, 'text')).rejects.toMatchObject({
      code: 'write-failed',
      message: `cannot write ${target}: a folder bears that name; accepted is a file`,
    });
    expect(await readdir(runs)).toEqual(['run.json']);
  });
});

describe('runs that were stored', () => {
  test('are listed newest first, with those that did not finish', async () => {
    await writeRun(await createRunDirectory(runs, ID), roomRun({ id: ID }), '');
    await createRunDirectory(runs, LATER);
    const stored = await listRuns(runs);
    expect(stored.map(({ id, run }) => [id, run?.verdict.status ?? null])).toEqual([
      [LATER, null],
      [ID, 'PASS'],
    ]);
  });

  test('of a directory that does not exist are none', async () => {
    expect(await listRuns(join(runs, 'nowhere'))).toEqual([]);
  });

  test.each([
    [LATER, LATER],
    ['01m7wm98br', ID],
  ])('are found by "%s"', async (reference, id) => {
    await createRunDirectory(runs, ID);
    await createRunDirectory(runs, LATER);
    expect(await findRun(runs, reference)).toBe(join(runs, id));
  });

  test('"latest" is the newest that has written its result, not one that is still going on', async () => {
    await createRunDirectory(runs, ID);
    await expect(findRun(runs, 'latest')).rejects.toThrow('has written its result yet');
    await writeWhole(join(runs, ID, RUN_FILES.run), '{}');
    await createRunDirectory(runs, LATER);
    expect(await findRun(runs, 'latest')).toBe(join(runs, ID));
  });

  test.each([
    ['01M7', 'ambiguous-run'],
    ['7', 'unknown-run'],
  ])('are not found by "%s": %s', async (reference, code) => {
    await createRunDirectory(runs, ID);
    await createRunDirectory(runs, LATER);
    await expect(findRun(runs, reference)).rejects.toMatchObject({ code, exitCode: 2 });
  });

  test('that are damaged are refused with the path of the fault', async () => {
    const directory = await createRunDirectory(runs, ID);
    await writeWhole(join(directory, 'run.json'), JSON.stringify({ ...roomRun(), kind: 5 }));
    await expect(readRun(directory)).rejects.toMatchObject({
      code: 'bad-run',
      message: expect.stringContaining('\nkind: '),
    });
  });
});
