import { join, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { GomeetError } from '../errors.ts';
import type { CheckResult } from '../health/check.ts';
import { listRuns } from '../results/list-runs.ts';
import { ulid } from '../results/ulid.ts';
import type { ChecklistItem, ItemResult } from './checklist.ts';
import { type ChecklistName, checklists } from './checklists.ts';
import { type Evidence, judgeItem } from './judge-item.ts';
import { keepRecord, lastRecord } from './keep-records.ts';
import type { Answer } from './read-answers.ts';
import type { ChecklistRecord } from './records.ts';

type Needs = Pick<Context, 'cwd' | 'env' | 'config' | 'now' | 'random' | 'prompts' | 'host' | 'signal'>;

interface GoneThrough {
  readonly record: ChecklistRecord;
  readonly path: string;
  /** Of the time before. */
  readonly last: ChecklistRecord | undefined;
  /** Somebody left before the last question. */
  readonly hasLeft: boolean;
}

interface Occasion {
  readonly name: ChecklistName;
  readonly checks: readonly CheckResult[];
  /** Given beforehand, by the id of the item. */
  readonly answers: ReadonlyMap<string, Answer>;
}

/** Answers what programs can answer, asks the rest, and keeps the record beside the runs, also when somebody leaves before the end. */
export async function goThrough(ctx: Needs, { name, checks, answers }: Occasion): Promise<GoneThrough> {
  const runsDirectory = resolve(ctx.cwd, (await ctx.config()).values.reports.directory);
  const folder = join(runsDirectory, '..', 'checklists');
  const runs = (await listRuns(runsDirectory)).flatMap(({ run }) =>
    run === null
      ? []
      : [{ kind: run.kind, target: run.target, startedAt: run.startedAt, verdict: run.verdict.status }],
  );
  const by = `${ctx.env.USER ?? ctx.env.LOGNAME ?? 'somebody'}@${(await ctx.host()).facts().name}`;
  const evidence = { checks, variables: ctx.env, runs, now: ctx.now() };
  const last = await lastRecord(folder, name);
  const { items, hasLeft } = await answerAll(ctx, checklists[name].items, { evidence, answers, by });
  const record: ChecklistRecord = {
    schema: 'gomeet.checklist-record/v1',
    id: ulid(ctx.now(), ctx.random),
    checklist: name,
    at: new Date(ctx.now()).toISOString(),
    by,
    items: [...items],
  };
  return { record, path: await keepRecord(folder, record), last, hasLeft };
}

interface Sources {
  readonly evidence: Evidence;
  readonly answers: Occasion['answers'];
  readonly by: string;
}

async function answerAll(
  ctx: Needs,
  asked: readonly ChecklistItem[],
  { evidence, answers, by }: Sources,
): Promise<{ items: readonly ItemResult[]; hasLeft: boolean }> {
  const items: ItemResult[] = [];
  let hasLeft = false;
  for (const item of asked) {
    const { id, title, command } = item;
    const judged = judgeItem(item, evidence);
    const given = answers.get(id);
    const answer = judged ?? given ?? (hasLeft || ctx.signal.aborted ? undefined : await ask(ctx, item));
    if (answer === 'left') hasLeft = true;
    if (answer === undefined || answer === 'left')
      items.push({ id, title, status: 'open', found: questionOf(item), by: 'nobody', command });
    else items.push({ id, title, command, by, ...answer, found: answer.found || `${by} says so` });
  }
  return { items, hasLeft: hasLeft || ctx.signal.aborted };
}

const choices = [
  { value: 'done', label: 'yes' },
  { value: 'failed', label: 'no' },
  { value: 'not-applicable', label: 'there is nothing of the kind here' },
  { value: 'open', label: 'I do not know yet' },
] as const;

const questionOf = ({ title, by }: ChecklistItem): string => ('person' in by ? by.person : title);

/** @returns undefined where nobody can be asked, `left` when whoever was asked left by Ctrl-C or Esc */
async function ask(ctx: Needs, item: ChecklistItem): Promise<Answer | 'left' | undefined> {
  try {
    const prompts = await ctx.prompts();
    const status = await prompts.choose(`${questionOf(item)}  (${item.command})`, choices);
    if (status === undefined) return 'left';
    return { status, found: status === 'failed' ? await prompts.type('What is missing?', '--answers') : '' };
  } catch (error) {
    if (error instanceof GomeetError && error.code === 'answer-needed') return undefined;
    throw error;
  }
}
