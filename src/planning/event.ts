import { z } from 'zod';

/**
 * A number that is known exactly, or a triangular range `{low, mode, high}`. A range makes `plan` and `cost` tell P10, P50
 * and P90; everywhere else its mode is used.
 */
const uncertain = (accepted: z.ZodNumber) => {
  const bounds = [accepted.minValue ?? 0, accepted.maxValue ?? 0].map((n) => n.toLocaleString('en-US'));
  const error = `accepted: a number from ${bounds.join(' to ')}, or {low, mode, high} of such numbers with low <= mode <= high`;
  const range = z
    .strictObject({ low: accepted, mode: accepted, high: accepted })
    .refine(({ low, mode, high }) => low <= mode && mode <= high, error);
  return z.union([accepted, range], { error });
};

const share = z.number().min(0).max(1);
const kbps = z.number().positive().max(100_000);

type Groups = readonly { readonly count: number; readonly participants: number }[];
const peopleOf = (groups: Groups): number =>
  groups.reduce((people, { count, participants }) => people + count * participants, 0);

/** Two thousand times the reference event: beyond, a number is a typing error rather than an event. */
const MOST_PEOPLE = 100_000_000;

/**
 * The event that everything is planned for (`event:` in gomeet.yaml): who meets when, and what each person sees and hears.
 * The defaults are the reference event, 100 meetings × 500 people, eight hours on 22 days, each person with 25 small tiles, one
 * speaker and three voices: 25 × 150 + 1,500 + 3 × 32 = 5,346 kbit/s.
 */
export const eventSchema = z.strictObject({
  name: z.string().min(1).max(100).default('reference').describe('what reports call this event'),
  meetings: z
    .array(
      z.strictObject({
        count: z.int().min(1).max(1_000_000).describe('meetings of this size at once'),
        participants: z.int().min(1).max(100_000).describe('people in each'),
      }),
    )
    .min(1)
    .max(10_000)
    .refine((groups) => peopleOf(groups) <= MOST_PEOPLE, {
      error: ({ input }) =>
        `${peopleOf(input as Groups).toLocaleString('en-US')} people at once in all; accepted: at most ${MOST_PEOPLE.toLocaleString('en-US')}`,
    })
    .default([{ count: 100, participants: 500 }])
    .describe('meetings at once at the busiest time, by size'),
  meetingsAre: z
    .enum(['cap', 'mean'])
    .default('cap')
    .describe('cap: never more than this many at once; mean: that many on average, so slots follow Erlang B'),
  blocking: z
    .number()
    .min(0.0001)
    .max(0.5)
    .default(0.01)
    .describe('where meetings are a mean: the share that may find no room'),
  calendar: z
    .strictObject({
      hoursPerDay: uncertain(z.number().min(0).max(24)).default(8).describe('hours of full load a day'),
      daysPerMonth: uncertain(z.number().min(0).max(31)).default(22).describe('days with load a month'),
    })
    .prefault({}),
  layout: z
    .strictObject({
      smallTiles: uncertain(z.number().min(0).max(100))
        .default(25)
        .describe('small tiles that a person receives'),
      smallTileKbps: uncertain(kbps).default(150).describe('bitrate of a small tile (180p)'),
      smallTilePacketsPerSecond: uncertain(z.number().min(1).max(1000))
        .default(34)
        .describe('packets a second of a small tile'),
      largeTiles: uncertain(z.number().min(0).max(10))
        .default(1)
        .describe('large tiles that a person receives'),
      largeTileKbps: uncertain(kbps).default(1500).describe('bitrate of a large tile (720p)'),
      voices: uncertain(z.number().min(0).max(100))
        .default(3)
        .describe('open microphones in a meeting at once'),
      voiceKbps: uncertain(kbps).default(32).describe('bitrate of a voice'),
      silentMicrophones: uncertain(share)
        .default(0)
        .describe('share of the people whose open microphone is silent and sends 2.5 packets a second (DTX)'),
      screenShares: uncertain(z.number().min(0).max(10))
        .default(0)
        .describe('screens shared in a meeting at once'),
      screenShareKbps: uncertain(kbps).default(1000).describe('bitrate of a shared screen'),
    })
    .prefault({}),
  cameras: uncertain(share).default(1).describe('share of the people who send video'),
  codec: z
    .enum(['vp8', 'h264', 'vp9', 'av1'])
    .default('vp8')
    .describe('video codec; vp9 takes 0.85, av1 0.7 of the bits'),
  dynacast: z.boolean().default(true).describe('layers that nobody watches are not sent'),
  chatLinesPerHour: uncertain(z.number().min(0).max(3600))
    .default(6)
    .describe('lines of chat that a person writes an hour'),
  recordedMeetings: uncertain(share).default(0.1).describe('share of the meetings that are recorded'),
  recordingRetentionDays: z.int().min(0).max(3650).default(30).describe('days that a recording is kept'),
  relayedParticipants: uncertain(share).default(0.1).describe('share of the people who need TURN'),
  joinSeconds: uncertain(z.number().min(1).max(86_400))
    .default(60)
    .describe('time in which everybody joins at the start'),
});

export type Event = z.output<typeof eventSchema>;
