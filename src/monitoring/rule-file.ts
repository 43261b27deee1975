import { z } from 'zod';

const RuleSchema = z.object({
  record: z.string().optional(),
  alert: z.string().optional(),
  expr: z.union([z.string(), z.number()]).transform(String),
  for: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

/** A rule file of Prometheus, as far as gomeet's own files go; an unknown key is an error, so that none is lost on the way. */
export const RuleFileSchema = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(RuleSchema.strict()) })),
});

export type RuleFile = z.infer<typeof RuleFileSchema>;
export type RuleGroup = RuleFile['groups'][number];
export type Rule = RuleGroup['rules'][number];
