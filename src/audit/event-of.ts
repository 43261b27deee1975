import { type Event, eventSchema } from '../planning/event.ts';
import type { AuditedPlan } from './audited-plan.ts';
import { first } from './pools.ts';

/**
 * What a plan is for. A plan that tells no layout and no calendar gets those of the reference event (25 small tiles, one
 * speaker, three voices, eight hours on 22 days) with the meetings that it claims.
 */
export function eventOf(plan: AuditedPlan): Event {
  if (plan.event !== undefined) return plan.event;
  const { meetings, participantsPerMeeting, joinSeconds } = plan.demand;
  return eventSchema.parse({
    meetings: [{ count: first(meetings) ?? 100, participants: first(participantsPerMeeting) ?? 500 }],
    joinSeconds: first(joinSeconds) ?? 60,
  });
}
