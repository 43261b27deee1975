import { z } from 'zod';
import { itemStatuses } from './checklist.ts';
import { checklistNames } from './checklists.ts';

/** A checklist that was gone through: who, when, and every answer. */
export const checklistRecordSchema = z.object({
  schema: z.literal('gomeet.checklist-record/v1'),
  id: z.string(),
  checklist: z.enum(checklistNames),
  /** ISO 8601. */
  at: z.string(),
  /** `ada@laptop`. */
  by: z.string(),
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      status: z.enum(itemStatuses),
      found: z.string(),
      by: z.string(),
      command: z.string(),
    }),
  ),
});

export type ChecklistRecord = Readonly<z.output<typeof checklistRecordSchema>>;

/** `5 done, 1 open`. */
export const countsOf = (items: readonly Pick<ChecklistRecord['items'][number], 'status'>[]): string =>
  itemStatuses
    .map((status) => ({ status, count: items.filter((item) => item.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${status}`)
    .join(', ');
