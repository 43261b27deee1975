import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { beforeDeploy } from './deployment-lists.ts';
import { keepRecord, lastRecord } from './keep-records.ts';
import { readAnswers } from './read-answers.ts';
import type { ChecklistRecord } from './records.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gomeet-checklists-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const record = (id: string, checklist: 'daily' | 'weekly'): ChecklistRecord => ({
  schema: 'gomeet.checklist-record/v1',
  id,
  checklist,
  at: 'x',
  by: 'ada',
  items: [],
});

test('the newest record of the same list is read again; other files are passed over', async () => {
  expect(await lastRecord(folder, 'daily')).toBeUndefined();
  for (const one of [record('01A', 'daily'), record('01B', 'daily'), record('01C', 'weekly')])
    await keepRecord(folder, one);
  writeFileSync(join(folder, '01D.json'), 'half a rec');
  expect(await lastRecord(folder, 'daily')).toEqual(record('01B', 'daily'));
});

const answersIn = (text: string) => {
  writeFileSync(join(folder, 'answers.yaml'), text);
  return readAnswers({ cwd: folder }, 'answers.yaml', beforeDeploy);
};

test('answers have a status and what there is to say', async () => {
  expect([...(await answersIn('dns-records: done\nregistry-access: "failed: 403: no rights"\n'))]).toEqual([
    ['dns-records', { status: 'done', found: '' }],
    ['registry-access', { status: 'failed', found: '403: no rights' }],
  ]);
});

test.each([
  ['dns-records: perhaps', 'answers.yaml:1: dns-records: accepted: done, failed'],
  ['api-token: done', 'answers.yaml:1: unknown key "api-token"'],
  ['- done', 'answers.yaml:1: the document'],
])('%s is refused', async (text, says) => {
  await expect(answersIn(text)).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(says),
    hint: 'gomeet checklist without --answers asks on a terminal; the list asks a person for: dns-records, secrets-filled, registry-access',
  });
});
