import { expect, test } from 'vitest';
import { checkOf, skippedCheck } from '../health/check-of.ts';
import { healthCodeOf } from '../health/codes.ts';
import type { AnsweredBy } from './checklist.ts';
import { checklists } from './checklists.ts';
import { type Evidence, judgeItem } from './judge-item.ts';

const evidence: Evidence = {
  checks: [
    checkOf('real-call', 'call', { status: 'ok', found: 'both joined', needed: '' }),
    checkOf('redis-memory', 'Redis memory', { status: 'warning', found: '90 %', needed: '' }),
    skippedCheck('certificates', 'nothing speaks TLS on loopback'),
  ],
  variables: { DIGITALOCEAN_TOKEN: '' },
  runs: [{ kind: 'dr-drill', target: 'local', startedAt: '2026-11-10T00:00:00.000Z', verdict: 'PASS' }],
  now: Date.parse('2026-11-21T00:00:00Z'),
};
const judged = (by: AnsweredBy) => judgeItem({ id: 'x', title: 'x', by, command: 'gomeet status' }, evidence);

test('checks, settings and runs answer by themselves; a person is asked', () => {
  expect(judged({ health: ['real-call'] })).toMatchObject({ status: 'done' });
  expect(judged({ health: ['real-call', 'redis-memory'] })).toMatchObject({
    status: 'warning',
    found: 'Redis memory: 90 %',
  });
  expect(judged({ health: ['certificates'] })).toMatchObject({ status: 'not-applicable' });
  expect(judged({ variable: 'DIGITALOCEAN_TOKEN' })).toMatchObject({ status: 'failed' });
  expect(judged({ run: 'dr-drill', withinDays: 7 })).toMatchObject({
    status: 'failed',
    found: 'dr-drill on local 11 days ago: PASS',
  });
  expect(judged({ run: 'dr-drill', withinDays: 31 })).toMatchObject({ status: 'done' });
  expect(judged({ person: 'Is it so?' })).toBeUndefined();
});

test('what could not be asked because something else is down has failed, and is not called absent', () => {
  const checks = [skippedCheck('backup-age', 'not asked: GM0301 platform-runs has failed')];
  const item = { id: 'backup', title: 'b', by: { health: ['backup-age'] }, command: 'gomeet backup list' };
  expect(judgeItem(item, { ...evidence, checks })).toMatchObject({
    status: 'failed',
    found: 'not asked: GM0301 platform-runs has failed',
  });
});

test('the lists of a deployment have seventeen items, and every check that a list names exists', () => {
  const { 'before-deploy': before, 'after-deploy': after, validation } = checklists;
  expect([before, after, validation].flatMap(({ items }) => items)).toHaveLength(17);
  const named = Object.values(checklists).flatMap(({ items }) =>
    items.flatMap(({ by }) => ('health' in by ? by.health : [])),
  );
  expect(named.map((id) => healthCodeOf(id).id)).toEqual(named);
});
