/** Sound documents, for rows to break in one place. */
import { roomRun } from '../../support/room-run.ts';
import { ownDocument } from '../../support/sound-plan.ts';
import type { Placed } from './bad-input.ts';

const plan = ownDocument();

/** A plan.json, with these keys at its top instead of its own. */
export const planWith = (changes: object = {}): string => JSON.stringify({ ...plan, ...changes });

export const FIRST = '01KAXN00000000000000000001';
export const SECOND = '01KAXN00000000000000000002';

/** A recorded run where gomeet looks for it, with these keys at its top instead of its own. */
export const runWith = (changes: object = {}, id = FIRST): Readonly<Record<string, Placed>> =>
  runAs(JSON.stringify({ ...roomRun({ id }), ...changes }), id);

/** Something where gomeet looks for a recorded run. */
export const runAs = (content: Placed, id = FIRST): Readonly<Record<string, Placed>> => ({
  [`reports/runs/${id}/run.json`]: content,
});

/** More aliases than anybody writes: a few lines that stand for millions of values. */
export const billionLaughs = [
  'a: &a [ha, ha, ha, ha, ha, ha, ha, ha, ha]',
  'b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]',
  'c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]',
  'd: [*c, *c, *c, *c, *c, *c, *c, *c, *c]',
].join('\n');

export const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
