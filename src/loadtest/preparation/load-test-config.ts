import { z } from 'zod';
import { kpiById, OPERATING_KPIS } from '../../results/kpi.ts';
import { commandOf, type Event, loadProfiles } from './profiles.ts';

const positive = z.number().int().positive();

/** `load-test-config.json`: the event, what it is held to, and the load tests that show it. */
export const loadTestConfigSchema = z.strictObject({
  schema: z.literal('gomeet.load-test-config/v1'),
  event: z.strictObject({ meetings: positive, participantsPerMeeting: positive, participants: positive }),
  targets: z
    .array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        unit: z.string(),
        direction: z.enum(['below', 'at-most', 'at-least', 'above']),
        target: z.number().nullable(),
        critical: z.number().nullable(),
        source: z.string(),
      }),
    )
    .describe('the thresholds of all load tests: there are no others'),
  profiles: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      scenario: z.string(),
      flags: z.record(z.string(), z.string()),
      command: z.string().describe('what to type'),
      source: z.string(),
    }),
  ),
});

export type LoadTestConfig = z.output<typeof loadTestConfigSchema>;

/** The document for an event. */
export function loadTestConfig(event: Event): LoadTestConfig {
  return {
    schema: 'gomeet.load-test-config/v1',
    event: { ...event, participants: event.meetings * event.participantsPerMeeting },
    targets: OPERATING_KPIS.map((kpi) => {
      const { id, title, unit, direction, target, critical, source } = kpiById(kpi);
      return { id, title, unit, direction, target, critical, source };
    }),
    profiles: loadProfiles(event).map((profile) => ({
      name: profile.name,
      title: profile.title,
      scenario: profile.scenario,
      flags: { ...profile.flags },
      command: commandOf(profile),
      source: profile.source,
    })),
  };
}
