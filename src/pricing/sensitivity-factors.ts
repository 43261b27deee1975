import { ASSUMED_RANGES } from '../planning/assumed-ranges.ts';
import type { Event } from '../planning/event.ts';
import type { PlanInputs } from '../planning/plan-inputs.ts';
import type { Quantity, Range } from '../planning/quantity.ts';
import { modeOf } from './bill-plan.ts';

/** An input that may turn out otherwise: its low, base and high value in words, and the inputs that each of them makes. */
export interface Factor {
  readonly id: string;
  readonly title: string;
  readonly text: { readonly low: string; readonly base: string; readonly high: string };
  readonly low: PlanInputs;
  readonly high: PlanInputs;
}

type Uncertain = number | { readonly low: number; readonly mode: number; readonly high: number };

/** A number of the event: where the event gives no range of its own, the bounds that we assume. */
interface NumberOfEvent {
  readonly id: string;
  readonly title: string;
  readonly bounds: readonly [low: number, high: number];
  readonly asPercent?: boolean;
  get(event: Event): Uncertain;
  set(event: Event, value: number): Event;
}

const ofLayout = (
  key: keyof Event['layout'],
  title: string,
  bounds: readonly [number, number],
): NumberOfEvent => ({
  id: `layout.${key}`,
  title,
  bounds,
  get: ({ layout }) => layout[key],
  set: (event, value) => ({ ...event, layout: { ...event.layout, [key]: value } }),
});

const ofCalendar = (
  key: keyof Event['calendar'],
  title: string,
  bounds: readonly [number, number],
): NumberOfEvent => ({
  id: `calendar.${key}`,
  title,
  bounds,
  get: ({ calendar }) => calendar[key],
  set: (event, value) => ({ ...event, calendar: { ...event.calendar, [key]: value } }),
});

const ofEvent = (
  key: 'cameras' | 'recordedMeetings' | 'relayedParticipants',
  title: string,
  bounds: readonly [number, number],
): NumberOfEvent => ({
  id: key,
  title,
  bounds,
  asPercent: true,
  get: (event) => event[key],
  set: (event, value) => ({ ...event, [key]: value }),
});

const boundsOf = ({ low, high }: Range): readonly [number, number] => [low, high];
const { layout: ofTiles, event: ofPeople } = ASSUMED_RANGES;

/** 9, 25 and 49 tiles are the usual grids; what the draws assume is turned as far as they draw it; the other bounds are ours. */
const NUMBERS: readonly NumberOfEvent[] = [
  ofLayout('smallTiles', 'Small tiles', [9, 49]),
  ofLayout('smallTileKbps', 'Small tile, kbit/s', boundsOf(ofTiles.smallTileKbps)),
  ofLayout('smallTilePacketsPerSecond', 'Small tile, packets/s', boundsOf(ofTiles.smallTilePacketsPerSecond)),
  ofLayout('largeTileKbps', 'Large tile, kbit/s', boundsOf(ofTiles.largeTileKbps)),
  ofLayout('voices', 'Open microphones', [1, 6]),
  {
    ...ofLayout('silentMicrophones', 'Silent microphones', boundsOf(ofTiles.silentMicrophones)),
    asPercent: true,
  },
  ofCalendar('hoursPerDay', 'Hours of load a day', [4, 12]),
  ofCalendar('daysPerMonth', 'Days with load', [18, 26]),
  ofEvent('recordedMeetings', 'Meetings recorded', boundsOf(ofPeople.recordedMeetings)),
  ofEvent('relayedParticipants', 'People through TURN', boundsOf(ofPeople.relayedParticipants)),
];

function numberFactor(inputs: PlanInputs, number: NumberOfEvent): Factor {
  const { event } = inputs;
  const given = number.get(event);
  const base = modeOf(given);
  // Bounds of ours that lie on one side of the event's own number are widened to hold it.
  const [low, high] =
    typeof given === 'number'
      ? [Math.min(number.bounds[0], base), Math.max(number.bounds[1], base)]
      : [given.low, given.high];
  const text = (value: number): string =>
    number.asPercent === true ? `${Number((value * 100).toFixed(1))} %` : String(Number(value.toFixed(2)));
  return {
    id: number.id,
    title: number.title,
    text: { low: text(low), base: text(base), high: text(high) },
    low: { ...inputs, event: number.set(event, low) },
    high: { ...inputs, event: number.set(event, high) },
  };
}

/** The media server's CPU as far off as its model says that it may be: an error of 0.5 is 1.5 times, or 1 / 1.5 of it. */
function cpuFactor(inputs: PlanInputs): Factor {
  const { costs } = inputs;
  const times = (factor: number): PlanInputs => {
    const scaled = <Unit extends string>(quantity: Quantity<Unit>): Quantity<Unit> => ({
      ...quantity,
      value: quantity.value * factor,
    });
    return {
      ...inputs,
      costs: {
        ...costs,
        perPacketOut: scaled(costs.perPacketOut),
        perBitOut: scaled(costs.perBitOut),
        perPacketIn: scaled(costs.perPacketIn),
        perParticipant: scaled(costs.perParticipant),
        perTrackOut: scaled(costs.perTrackOut),
        perTrackIn: scaled(costs.perTrackIn),
      },
    };
  };
  const high = 1 + costs.relativeError.value;
  const text = (factor: number): string => `${Math.round(factor * 100)} %`;
  return {
    id: 'costs.cpu',
    title: 'Media CPU of its model',
    text: { low: text(1 / high), base: text(1), high: text(high) },
    low: times(1 / high),
    high: times(high),
  };
}

const CODEC_BITS: Readonly<Record<Event['codec'], number>> = { av1: 0.7, vp9: 0.85, h264: 1, vp8: 1 };

function codecFactor(inputs: PlanInputs): Factor | null {
  const { codec } = inputs.event;
  if (CODEC_BITS[codec] < 1) return null;
  const av1: PlanInputs = { ...inputs, event: { ...inputs.event, codec: 'av1' } };
  return {
    id: 'codec',
    title: 'Codec',
    text: { low: 'AV1', base: codec.toUpperCase(), high: codec.toUpperCase() },
    low: av1,
    high: inputs,
  };
}

function scheduleFactor(inputs: PlanInputs): Factor | null {
  if (inputs.choices.schedule === 'elastic') return null;
  const elastic: PlanInputs = { ...inputs, choices: { ...inputs.choices, schedule: 'elastic' } };
  return {
    id: 'schedule',
    title: 'Media nodes',
    text: { low: 'elastic', base: 'always on', high: 'always on' },
    low: elastic,
    high: inputs,
  };
}

/** What a tornado turns, one at a time. */
export function factorsOf(inputs: PlanInputs): readonly Factor[] {
  const choices = [codecFactor(inputs), scheduleFactor(inputs)].filter((factor) => factor !== null);
  return [...NUMBERS.map((number) => numberFactor(inputs, number)), cpuFactor(inputs), ...choices];
}
