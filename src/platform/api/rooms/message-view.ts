import { z } from 'zod';
import type { ChatLine } from '../realtime/messages.ts';

export const messageSchema = z
  .object({
    id: z.uuid(),
    sequence: z.int().describe('Counts the messages of the room from 1, without gaps'),
    from: z.object({ userId: z.uuid(), name: z.string() }),
    text: z.string(),
    type: z.enum(['text', 'system']),
    sentAt: z.iso.datetime(),
  })
  .meta({ id: 'Message' });

/** A line as REST shows it. */
export const viewMessage = ({ kind, ...line }: ChatLine) => ({ ...line, type: kind });
