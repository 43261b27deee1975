import { z } from 'zod';
import { Problem } from '../../problems.ts';
import { storedText } from '../../schemas.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** What can be said of a room, on creating it and later. */
export const roomFields = {
  name: storedText.trim().min(1).max(255),
  description: storedText.max(5000),
  maxUsers: z.int().min(1).max(1000).describe('Seats, the host included'),
  password: z.string().min(1).max(128).describe('Asked of everyone but the host'),
  scheduledAt: moment.describe('When the meeting is to begin; people may come before'),
  endsAt: moment.describe('When it is to be over: for calendars and lists, nobody is sent away'),
  persistent: z.boolean().describe('Ending its meeting leaves the room open for the next one'),
};

/** @throws {Problem} `invalid-request` when a meeting is to end before it begins, or has an end alone. */
export function checkSchedule(scheduledAt: Date | null, endsAt: Date | null): void {
  if (endsAt === null || (scheduledAt !== null && endsAt > scheduledAt)) return;
  const detail =
    scheduledAt === null
      ? 'body /endsAt: needs scheduledAt beside it'
      : 'body /endsAt: must be after scheduledAt';
  throw new Problem('invalid-request', detail);
}
