import { tracksPerMicrophone } from './constants.ts';
import type { Event } from './event.ts';
import { type Layout, layoutOf } from './layout.ts';
import { type MeetingSize, meetingSizesOf, sumOver } from './meeting-sizes.ts';
import { computed, derive, input, type Quantity, type Range } from './quantity.ts';

/** Who meets, when and how much of it. `slots` and what follows from them size machines; `meetings` make the bill. */
export interface Demand {
  readonly layout: Layout;
  /** One entry a size, the largest first. */
  readonly sizes: readonly MeetingSize[];
  readonly largestMeeting: Quantity<'participant/meeting'>;
  readonly meetings: Quantity<'meeting'>;
  readonly slots: Quantity<'meeting'>;
  /** People at once when every slot is taken. */
  readonly participants: Quantity<'participant'>;
  /** People at once on average in the hours of load; the same as `participants` where meetings are a cap. */
  readonly meanParticipants: Quantity<'participant'>;
  readonly cameras: Quantity<'track'>;
  readonly voices: Quantity<'track'>;
  readonly silentMicrophones: Quantity<'track'>;
  readonly screenShares: Quantity<'track'>;
  readonly recordedMeetings: Quantity<'meeting'>;
  readonly relayedParticipants: Quantity<'participant'>;
  readonly hoursPerMonth: Quantity<'h/month'>;
  readonly participantHoursPerMonth: Quantity<'participant*h/month'>;
  readonly meetingHoursPerMonth: Quantity<'meeting*h/month'>;
  readonly recordedHoursPerMonth: Quantity<'meeting*h/month'>;
  readonly joinSeconds: Quantity<'s'>;
}

export function demandOf(event: Event): Demand {
  const layout = layoutOf(event);
  const sizes = meetingSizesOf(event);
  const meetings = input(
    { id: 'demand.meetings', title: 'meetings at once', unit: 'meeting' },
    sumOver(sizes, ({ meetings }) => meetings),
    'given',
  );
  const largestMeeting = input(
    { id: 'demand.largest-meeting', title: 'people in the largest meeting', unit: 'participant/meeting' },
    sizes[0]?.participants ?? 0,
    'given',
  );
  const slots = slotsOf(event, sizes, meetings);
  const participants = people(
    'participants',
    'people at once',
    sizes,
    slots,
    largestMeeting,
    (size) => size.slots,
  );
  const meanParticipants =
    event.meetingsAre === 'cap'
      ? participants
      : people(
          'mean-participants',
          'people at once, on average',
          sizes,
          meetings,
          largestMeeting,
          (size) => size.meetings,
        );
  return {
    layout,
    sizes,
    largestMeeting,
    meetings,
    slots,
    participants,
    meanParticipants,
    ...sendersOf(layout, slots, participants),
    ...sharesOf(event, slots, participants),
    ...hoursOf(event, meetings, meanParticipants),
    joinSeconds: given('demand.join-seconds', 'time in which everybody joins', 's', event.joinSeconds),
  };
}

function slotsOf(
  event: Event,
  sizes: readonly MeetingSize[],
  meetings: Quantity<'meeting'>,
): Quantity<'meeting'> {
  const line = { id: 'demand.slots', title: 'meetings that there is room for', unit: 'meeting' } as const;
  if (event.meetingsAre === 'cap') return derive(line, 'meetings', { meetings });
  const blocking = given('demand.blocking', 'share that may find no room', '1', event.blocking);
  // Sizes lend one another no room: with one size this is exact, with several it errs on the safe side.
  const words = 'Erlang B for each size: the least n with B(n, meetings) <= blocking, summed';
  return computed(
    line,
    words,
    { meetings, blocking },
    sumOver(sizes, ({ slots }) => slots),
  );
}

function people(
  id: string,
  title: string,
  sizes: readonly MeetingSize[],
  meetings: Quantity<'meeting'>,
  largestMeeting: Quantity<'participant/meeting'>,
  countOf: (size: MeetingSize) => number,
): Quantity<'participant'> {
  const line = { id: `demand.${id}`, title, unit: 'participant' } as const;
  if (sizes.length === 1) return derive(line, 'meetings * largestMeeting', { meetings, largestMeeting });
  const words = `sum over ${sizes.length} sizes of meetings * people in each`;
  return computed(
    line,
    words,
    { meetings, largestMeeting },
    sumOver(sizes, (size) => countOf(size) * size.participants),
  );
}

function sendersOf(layout: Layout, slots: Quantity<'meeting'>, participants: Quantity<'participant'>) {
  const { cameras, silentMicrophones, voices, screenShares } = layout;
  const each = tracksPerMicrophone;
  const line = (id: string, title: string) => ({ id: `demand.${id}`, title, unit: 'track' }) as const;
  return {
    cameras: derive(line('cameras', 'cameras that are on'), 'participants * cameras', {
      participants,
      cameras,
    }),
    voices: derive(line('voices', 'voices at once'), 'min(slots * voices, participants * each)', {
      slots,
      voices,
      participants,
      each,
    }),
    silentMicrophones: derive(
      line('silent-microphones', 'open but silent microphones'),
      'participants * silentMicrophones',
      { participants, silentMicrophones },
    ),
    screenShares: derive(
      line('screen-shares', 'shared screens'),
      'min(slots * screenShares, participants * each)',
      { slots, screenShares, participants, each },
    ),
  };
}

function sharesOf(event: Event, slots: Quantity<'meeting'>, participants: Quantity<'participant'>) {
  const recordedShare = given(
    'demand.recorded-share',
    'share of the meetings recorded',
    '1',
    event.recordedMeetings,
  );
  const relayedShare = given(
    'demand.relayed-share',
    'share of the people who need TURN',
    '1',
    event.relayedParticipants,
  );
  return {
    recordedMeetings: derive(
      { id: 'demand.recorded-meetings', title: 'meetings recorded at once', unit: 'meeting' },
      'slots * recordedShare',
      { slots, recordedShare },
    ),
    relayedParticipants: derive(
      { id: 'demand.relayed-participants', title: 'people relayed by TURN', unit: 'participant' },
      'participants * relayedShare',
      { participants, relayedShare },
    ),
  };
}

function hoursOf(event: Event, meetings: Quantity<'meeting'>, meanParticipants: Quantity<'participant'>) {
  const { calendar } = event;
  const hoursPerDay = given(
    'calendar.hours-per-day',
    'hours of full load a day',
    'h/day',
    calendar.hoursPerDay,
  );
  const daysPerMonth = given(
    'calendar.days-per-month',
    'days with load a month',
    'day/month',
    calendar.daysPerMonth,
  );
  const hoursPerMonth = derive(
    { id: 'calendar.hours-per-month', title: 'hours of full load a month', unit: 'h/month' },
    'hoursPerDay * daysPerMonth',
    { hoursPerDay, daysPerMonth },
  );
  const meetingHoursPerMonth = derive(
    { id: 'demand.meeting-hours-per-month', title: 'hours of meetings a month', unit: 'meeting*h/month' },
    'meetings * hoursPerMonth',
    { meetings, hoursPerMonth },
  );
  const recordedShare = given(
    'demand.recorded-share',
    'share of the meetings recorded',
    '1',
    event.recordedMeetings,
  );
  return {
    hoursPerMonth,
    meetingHoursPerMonth,
    participantHoursPerMonth: derive(
      {
        id: 'demand.participant-hours-per-month',
        title: 'hours of people in meetings a month',
        unit: 'participant*h/month',
      },
      'meanParticipants * hoursPerMonth',
      { meanParticipants, hoursPerMonth },
    ),
    recordedHoursPerMonth: derive(
      { id: 'demand.recorded-hours-per-month', title: 'hours recorded a month', unit: 'meeting*h/month' },
      'meetingHoursPerMonth * recordedShare',
      { meetingHoursPerMonth, recordedShare },
    ),
  };
}

function given<Unit extends string>(
  id: string,
  title: string,
  unit: Unit,
  value: number | Range,
): Quantity<Unit> {
  return input({ id, title, unit }, value, 'given');
}
