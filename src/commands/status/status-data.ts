import { z } from 'zod';

/** What `status` tells programs; `revision` and `drift` of Kubernetes only. */
export const statusData = z.strictObject({
  target: z.enum(['local', 'kubernetes']),
  profile: z.enum(['lean', 'ha', 'production', 'staging']),
  services: z.array(
    z.strictObject({
      name: z.string(),
      state: z.string(),
      reason: z.string().optional(),
      address: z.string(),
      processId: z.int().nullable(),
      restarts: z.int(),
      log: z.string(),
    }),
  ),
  urls: z.strictObject({
    api: z.string().nullable(),
    web: z.string().nullable(),
    livekit: z.string().nullable(),
    mailbox: z.string().nullable(),
    openapi: z.string().nullable(),
  }),
  revision: z.int().nullable().optional(),
  drift: z
    .array(
      z.strictObject({
        kind: z.string(),
        namespace: z.string(),
        name: z.string(),
        what: z.enum(['changed', 'deleted']),
        fields: z.array(z.strictObject({ path: z.string(), manager: z.string() })),
      }),
    )
    .optional()
    .describe('what others have changed since the last deployment'),
});
