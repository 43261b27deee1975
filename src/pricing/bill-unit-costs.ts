import Big from 'big.js';
import type { Event } from '../planning/event.ts';
import type { Bill } from './bill.ts';
import { modeOf } from './bill-plan.ts';

/** What a month holds of the things that people pay for. */
export interface MonthlyUse {
  /** People at once at the busiest time. */
  readonly participants: number;
  /** Each meeting once on each day. */
  readonly meetings: number;
  /** Days with load: the event takes place once on each. */
  readonly days: number;
  readonly participantHours: number;
}

/** The bill shared out; null where there is nobody or no hour to share it. */
export interface UnitCosts {
  readonly perParticipantHour: Big | null;
  readonly perParticipant: Big | null;
  readonly perMeeting: Big | null;
  /** One day of the event. */
  readonly perEvent: Big | null;
}

export function monthlyUseOf({ meetings, calendar }: Event): MonthlyUse {
  const days = modeOf(calendar.daysPerMonth);
  const participants = meetings.reduce((sum, group) => sum + group.count * group.participants, 0);
  return {
    participants,
    meetings: days * meetings.reduce((sum, { count }) => sum + count, 0),
    days,
    participantHours: participants * modeOf(calendar.hoursPerDay) * days,
  };
}

export function unitCostsOf({ monthlyTotal }: Pick<Bill, 'monthlyTotal'>, use: MonthlyUse): UnitCosts {
  const shared = (among: number): Big | null => (among > 0 ? monthlyTotal.div(new Big(among)) : null);
  return {
    perParticipantHour: shared(use.participantHours),
    perParticipant: shared(use.participants),
    perMeeting: shared(use.meetings),
    perEvent: shared(use.days),
  };
}
