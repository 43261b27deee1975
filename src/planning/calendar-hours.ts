import type { Choices } from './choices.ts';
import type { Event } from './event.ts';
import { fixed } from './prior-quantity.ts';
import { derive, input, type Quantity } from './quantity.ts';

/** 8,760 hours a year / 12. A provider's own cap, such as 672 hours, is the bill's business. */
const MONTH_HOURS = fixed('calendar.hours-of-a-month', 'hours of a month that always runs', 'h/month', 730);
const DAY_HOURS = fixed('calendar.hours-of-a-day', 'hours of a day', 'h/day', 24);
const DRAIN_HOURS = fixed(
  'calendar.drain-hours',
  'hours that a media node may go on after the last meeting of a day was to end',
  'h/day',
  5,
  [
    {
      title: 'terminationGracePeriodSeconds 18000 of the LiveKit chart',
      url: 'https://github.com/livekit/livekit-helm',
      confidence: 'high',
    },
  ],
);

export interface RunningHours {
  /** Of what serves meetings: media, TURN and nothing else. */
  readonly media: Quantity<'h/month'>;
  readonly always: Quantity<'h/month'>;
}

export function runningHoursOf({ calendar }: Event, { schedule }: Choices): RunningHours {
  if (schedule === 'always-on') return { media: MONTH_HOURS, always: MONTH_HOURS };
  const hoursPerDay = input(
    { id: 'calendar.hours-per-day', title: 'hours of full load a day', unit: 'h/day' },
    calendar.hoursPerDay,
    'given',
  );
  const daysPerMonth = input(
    { id: 'calendar.days-per-month', title: 'days with load a month', unit: 'day/month' },
    calendar.daysPerMonth,
    'given',
  );
  const media = derive(
    { id: 'calendar.media-hours', title: 'hours a month that elastic media nodes run', unit: 'h/month' },
    // A day without load has nothing to drain: ceil(0 / 24) = 0, and 1 for any hours up to 24.
    'min(min(hoursPerDay + drain * ceil(hoursPerDay / dayHours), dayHours) * daysPerMonth, monthHours)',
    { hoursPerDay, drain: DRAIN_HOURS, dayHours: DAY_HOURS, daysPerMonth, monthHours: MONTH_HOURS },
  );
  return { media, always: MONTH_HOURS };
}
