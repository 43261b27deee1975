import { z } from 'zod';
import { storedText } from '../schemas.ts';

/** Comes back in the answer, so that a client can tell which message was answered. */
const ref = z.string().max(64).optional();
/** Given by the sender to each line: sent again after a loss, the same id is the same line. */
export const clientIdSchema = storedText.min(1).max(64);
export const lineTextSchema = storedText.trim().min(1).max(4000);
/** One emoji, be it made of several code points (a flag, a family, a skin colour). */
const emoji = z
  .string()
  .max(32)
  .regex(/^(?:\p{RGI_Emoji}|\p{Extended_Pictographic})$/v, 'one emoji');

const ratio = z.number().min(0).max(1).optional();
const upTo = (maximum: number) => z.number().min(0).max(maximum).optional();

/** What a client saw and heard since it last said so; what it received nothing of is left out. */
const qualitySchema = z.object({
  type: z.literal('quality'),
  rttMs: upTo(60_000),
  jitterMs: upTo(60_000),
  lossRatio: ratio,
  freezeRatio: ratio,
  framesPerSecond: upTo(240),
  resolution: z
    .string()
    .regex(/^\d{1,5}x\d{1,5}$/, 'width x height, such as 1280x720')
    .optional(),
  concealmentRatio: ratio,
  /** From the wish to join until the media connection stood. */
  joinMs: upTo(600_000),
  firstFrameMs: upTo(600_000),
  /** Mean opinion score, 1 (bad) to 5 (excellent). */
  score: z.number().min(1).max(5).optional(),
  ref,
});

export type QualityReport = z.infer<typeof qualitySchema>;

const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('authenticate'), ticket: z.string().min(1).max(200), ref }),
  z.object({
    type: z.literal('join_room'),
    roomId: z.uuid(),
    /** The last line that the client has: those after it are sent again. Without it only new lines come. */
    lastSequence: z.int().nonnegative().optional(),
    ref,
  }),
  z.object({ type: z.literal('wait_room'), roomId: z.uuid(), ref }),
  z.object({ type: z.literal('leave_room'), ref }),
  z.object({ type: z.literal('chat'), text: lineTextSchema, clientId: clientIdSchema.optional(), ref }),
  z.object({ type: z.literal('resync'), after: z.int().nonnegative(), ref }),
  z.object({ type: z.literal('typing'), active: z.boolean(), ref }),
  z.object({ type: z.literal('hand'), raised: z.boolean(), ref }),
  z.object({ type: z.literal('reaction'), emoji, ref }),
  z.object({ type: z.literal('mute'), muted: z.boolean(), ref }),
  z.object({ type: z.literal('video'), enabled: z.boolean(), ref }),
  z.object({ type: z.literal('screen_share'), active: z.boolean(), ref }),
  z.object({ type: z.literal('recording'), active: z.boolean(), ref }),
  qualitySchema,
  z.object({ type: z.enum(['offer', 'answer', 'ice-candidate']), ref }),
]);

export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** Reads a message of a client. @returns what is wrong with it, in words, if it is not one. */
export function parseClientMessage(text: string): { message: ClientMessage } | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'A message is one JSON object.' };
  }
  const parsed = clientMessageSchema.safeParse(value);
  if (parsed.success) return { message: parsed.data };
  return {
    fault: parsed.error.issues
      .map((issue) => `${issue.path.join('.') || 'message'}: ${issue.message}`)
      .join('; '),
  };
}
