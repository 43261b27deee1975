import { z } from 'zod';
import { DRAIN_POLICIES } from '../../deployment/kubernetes/drain-order.ts';
import type { MediaPod } from '../../deployment/kubernetes/media-pod.ts';
import { durationSeconds, oneOf } from '../flag-schemas.ts';

/** How a media server is emptied, for every command that does. */
export const drainFlags = {
  deadline: {
    flags: '--deadline <duration>',
    description: 'until when it should be empty (2h)',
    schema: durationSeconds({ min: 1, max: 7 * 24 * 3600 }),
  },
  policy: {
    flags: '--policy <name>',
    description:
      'at the deadline: wait (meetings go on, gomeet stops waiting; the default) or force (they are cut off)',
    schema: oneOf(DRAIN_POLICIES),
  },
} as const;

/** A media server that still has people, as programs read it. */
export const mediaPodData = z.strictObject({
  pod: z.string(),
  node: z.string().nullable(),
  rooms: z.number().nullable(),
  people: z.number().nullable(),
  policy: z.enum(DRAIN_POLICIES).nullable(),
  deadlineAt: z.string().nullable(),
});

export function shownPod({ name, node, occupancy, order }: MediaPod): z.output<typeof mediaPodData> {
  return {
    pod: name,
    node,
    rooms: occupancy?.rooms ?? null,
    people: occupancy?.people ?? null,
    policy: order?.policy ?? null,
    deadlineAt: order === null ? null : new Date(order.deadlineAtMs).toISOString(),
  };
}
