import type { ApiCosts } from './api-costs.ts';
import { ASSUMPTIONS, type Assumptions } from './assumptions.ts';
import type { Event } from './event.ts';
import type { MediaCosts } from './media-costs.ts';
import type { PlanInputs } from './plan-inputs.ts';
import type { Quantity, Range } from './quantity.ts';
import { triangular } from './random.ts';

/**
 * The inputs of one draw: each range of the event, the costs and the assumptions is drawn anew, and the CPU of media and API as a
 * whole is off by as much as their relative error says.
 *
 * @param random uniform in [0, 1)
 */
export function sampleInputs(inputs: PlanInputs, random: () => number): PlanInputs {
  return {
    ...inputs,
    event: sampledEvent(inputs.event, random),
    costs: sampledMediaCosts(inputs.costs, random),
    apiCosts: sampledApiCosts(inputs.apiCosts, random),
    assumptions: sampledAssumptions(inputs.assumptions ?? ASSUMPTIONS, random),
  };
}

type Uncertain = number | Range;

const drawn = (value: Uncertain, random: () => number): number =>
  typeof value === 'number' ? value : triangular(value, random());

function sampledEvent(event: Event, random: () => number): Event {
  const all = <Fields extends Record<string, Uncertain>>(fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, drawn(value, random)])) as Fields;
  return {
    ...event,
    calendar: all(event.calendar),
    layout: all(event.layout),
    cameras: drawn(event.cameras, random),
    chatLinesPerHour: drawn(event.chatLinesPerHour, random),
    recordedMeetings: drawn(event.recordedMeetings, random),
    relayedParticipants: drawn(event.relayedParticipants, random),
    joinSeconds: drawn(event.joinSeconds, random),
  };
}

function sampled<Quantities extends Readonly<Record<string, Quantity>>>(
  quantities: Quantities,
  random: () => number,
): Quantities {
  const found: Record<string, Quantity> = {};
  for (const [name, quantity] of Object.entries(quantities))
    found[name] =
      quantity.range === undefined ? quantity : { ...quantity, value: triangular(quantity.range, random()) };
  return found as Quantities;
}

const sampledAssumptions = (assumptions: Assumptions, random: () => number): Assumptions => ({
  api: sampled(assumptions.api, random),
  data: sampled(assumptions.data, random),
  edge: sampled(assumptions.edge, random),
  egress: sampled(assumptions.egress, random),
  monitoring: sampled(assumptions.monitoring, random),
  recording: sampled(assumptions.recording, random),
});

const scaled = <Unit extends string>(quantity: Quantity<Unit>, factor: number): Quantity<Unit> => ({
  ...quantity,
  value: quantity.value * factor,
});

/**
 * An error of 1.1 means that CPU may be 2.1 times the predicted one, or 1 / 2.1 of it: such an error is a factor, and a factor below
 * nothing means nothing. Drawn on the scale of logarithms, where both are as far from 1.
 */
const errorFactor = ({ value: error }: Quantity<'1'>, random: () => number): number =>
  (1 + error) ** triangular({ low: -1, mode: 0, high: 1 }, random());

function sampledMediaCosts(costs: MediaCosts, random: () => number): MediaCosts {
  const factor = errorFactor(costs.relativeError, random);
  return {
    ...costs,
    perPacketOut: scaled(costs.perPacketOut, factor),
    perBitOut: scaled(costs.perBitOut, factor),
    perPacketIn: scaled(costs.perPacketIn, factor),
    perParticipant: scaled(costs.perParticipant, factor),
    perTrackOut: scaled(costs.perTrackOut, factor),
    perTrackIn: scaled(costs.perTrackIn, factor),
  };
}

function sampledApiCosts(costs: ApiCosts, random: () => number): ApiCosts {
  const one: ApiCosts = {
    ...costs,
    ...sampled(
      {
        perRequest: costs.perRequest,
        perLogin: costs.perLogin,
        perConnection: costs.perConnection,
        perDelivery: costs.perDelivery,
        memoryPerConnection: costs.memoryPerConnection,
        memoryPerProcess: costs.memoryPerProcess,
        perQuery: costs.perQuery,
      },
      random,
    ),
  };
  const factor = errorFactor(costs.relativeError, random);
  return {
    ...one,
    perRequest: scaled(one.perRequest, factor),
    perConnection: scaled(one.perConnection, factor),
    perDelivery: scaled(one.perDelivery, factor),
    perQuery: scaled(one.perQuery, factor),
  };
}
