import { z } from 'zod';
import { type ProblemCode, problems } from './problems.ts';

/** The error document of every endpoint: RFC 9457. */
const problemSchema = z
  .object({
    type: z.string().describe('Address that explains this kind of problem; stable'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What went wrong this time, and what is accepted'),
    instance: z.string().describe('Path of the refused request'),
    requestId: z.string().describe('Finds the request in the server log'),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'querystring', 'params', 'headers']),
          pointer: z.string().describe('JSON pointer (RFC 6901) to the wrong field'),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem' });

/** Text that goes into the database: PostgreSQL's can hold neither U+0000 nor half of a surrogate pair, which JSON can. */
const isStorable = (text: string) => !text.includes('\u0000') && text.isWellFormed();
export const storedText = z
  .string()
  .refine(isStorable, 'neither the character U+0000 nor half of a surrogate pair is accepted');

export const userSchema = z
  .object({
    id: z.uuid(),
    email: z.email(),
    firstName: z.string(),
    lastName: z.string(),
    emailVerified: z.boolean(),
    role: z.enum(['user', 'admin']),
    avatarUrl: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'User' });

export const roomSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string().nullable(),
    hostId: z.uuid(),
    maxUsers: z.int(),
    hasPassword: z.boolean(),
    status: z.enum(['active', 'ended', 'cancelled']),
    persistent: z.boolean().describe('Ending its meeting leaves the room open for the next one'),
    scheduledAt: z.iso.datetime().nullable(),
    endsAt: z.iso.datetime().nullable(),
    parentRoomId: z.uuid().nullable().describe('Set: this is a breakout room of that room'),
    participantCount: z.int().optional(),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Room' });

const roleSchema = z.enum(['host', 'moderator', 'participant', 'observer']);

export const participantSchema = z
  .object({
    id: z.uuid(),
    userId: z.uuid(),
    name: z.string(),
    avatarUrl: z.string().nullable().describe('Path of the picture; it needs no token'),
    role: roleSchema,
    joinedAt: z.iso.datetime(),
  })
  .meta({ id: 'Participant' });

export const roomParams = z.object({ roomId: z.uuid('the id of a room is a UUID') });

/** A yes or no in an address. z.stringbool takes more words than its JSON Schema says. */
export const queryFlag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');

/** The answer of an endpoint that has nothing to say. */
export const noContent = z.undefined().describe('Done');

/**
 * The `response` entries for the problems an endpoint can answer with, one per HTTP status, their codes listed in the
 * description. `rate-limited`, `internal` and `invalid-request` can come from anywhere and are always included.
 */
export function problemResponses(...codes: ProblemCode[]) {
  const all: ProblemCode[] = ['invalid-request', 'rate-limited', 'internal', ...codes];
  const byStatus = Map.groupBy(all, (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      { description: group.join(', '), content: { 'application/problem+json': { schema: problemSchema } } },
    ]),
  );
}
