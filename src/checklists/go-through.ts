import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { GomeetError } from '../errors.ts';
import type { CheckResult } from '../health/check.ts';
import { listRuns } from '../results/list-runs.ts';
import { ulid } from '../results/ulid.ts';
import type { ChecklistItem, ItemResult } from './checklist.ts';
import { type ChecklistName, checklists } from './checklists.ts';
import { judgeItem } from './judge-item.ts';

type Needs = Pick<Context, 'cwd' | 'env' | 'config' | 'now' | 'random' | 'prompts' | 'host' | 'signal'>;

/** A checklist that was gone through: who, when, and every answer. */
export interface ChecklistRecord {
  readonly schema: 'gomeet.checklist-record/v1';
  readonly id: string;
  readonly checklist: ChecklistName;
  /** ISO 8601. */
  readonly at: string;
  /** `ada@laptop`. */
  readonly by: string;
  readonly items: readonly ItemResult[];
}

/** Answers what programs can answer, asks the rest, and keeps the record beside the runs. */
export async function goThrough(
  ctx: Needs,
  name: ChecklistName,
  checks: readonly CheckResult[],
): Promise<{ record: ChecklistRecord; path: string }> {
  const runsDirectory = resolve(ctx.cwd, (await ctx.config()).values.reports.directory);
  const runs = (await listRuns(runsDirectory)).flatMap(({ run }) =>
    run === null ? [] : [{ kind: run.kind, startedAt: run.startedAt, verdict: run.verdict.status }],
  );
  const by = `${ctx.env.USER ?? ctx.env.LOGNAME ?? 'somebody'}@${(await ctx.host()).facts().name}`;
  const evidence = { checks, variables: ctx.env, runs, now: ctx.now() };
  const items: ItemResult[] = [];
  for (const item of checklists[name].items)
    items.push(judgeItem(item, evidence) ?? (await askItem(ctx, item, by)));
  const id = ulid(ctx.now(), ctx.random);
  const at = new Date(ctx.now()).toISOString();
  const record: ChecklistRecord = {
    schema: 'gomeet.checklist-record/v1',
    id,
    checklist: name,
    at,
    by,
    items,
  };
  const folder = join(runsDirectory, '..', 'checklists');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${id}.json`);
  await writeFile(path, `${JSON.stringify(record, null, 2)}\n`);
  return { record, path };
}

const choices = [
  { value: 'done', label: 'yes' },
  { value: 'failed', label: 'no' },
  { value: 'not-applicable', label: 'there is nothing of the kind here' },
  { value: 'open', label: 'I do not know yet' },
] as const;

/** Where nobody can be asked the item stays open. */
async function askItem(
  ctx: Needs,
  { id, title, by, command }: ChecklistItem,
  who: string,
): Promise<ItemResult> {
  const about = { id, title, command };
  const question = 'person' in by ? by.person : title;
  try {
    const prompts = await ctx.prompts();
    const status = ctx.signal.aborted ? undefined : await prompts.choose(question, choices);
    const note = status === 'failed' ? await prompts.type('What is missing?', '--no-input') : '';
    if (status !== undefined) return { ...about, status, found: note || `${who} says so`, by: who };
  } catch (error) {
    if (!(error instanceof GomeetError && error.code === 'answer-needed')) throw error;
  }
  return { ...about, status: 'open', found: question, by: 'nobody' };
}
