import { ExitCode, GomeetError } from '../errors.ts';
import { formatNumber } from '../units.ts';
import type { Choices } from './choices.ts';
import type { MediaCosts } from './media-costs.ts';
import {
  LIMITS,
  type Limit,
  type MeetingNeeds,
  meetingNeeds,
  type NodeLimits,
  nodeLimits,
} from './node-limits.ts';
import type { NodeSize } from './node-size.ts';
import { revaluer } from './revaluation.ts';
import type { Traffic } from './traffic.ts';

/**
 * Says which limits the largest meeting exceeds on a node of `size`, and the cheapest size of `sizes` that carries it, or the largest
 * meeting that any of them would.
 */
export function tooLargeFor(
  traffic: Traffic,
  costs: MediaCosts,
  size: NodeSize,
  choices: Choices,
  sizes: readonly NodeSize[],
): GomeetError {
  const needs = meetingNeeds(traffic.largest, costs);
  const limits = nodeLimits(size, costs, choices);
  const people = formatNumber(traffic.largest.participants.value);
  const why =
    limits === null
      ? 'the provider does not say how fast its network card is'
      : exceeded(needs, limits)
          .map((limit) => comparison(limit, needs, limits))
          .join('; ');
  const carrying = cheapestFirst(sizes).find((other) => carries(needs, nodeLimits(other, costs, choices)));
  const instead =
    carrying === undefined
      ? nothingCarries(traffic, costs, choices, sizes)
      : {
          advice: `The nearest size that carries it is ${carrying.sku}.`,
          hint: `gomeet plan --node-size ${carrying.sku}`,
        };
  return new GomeetError(
    `a meeting of ${people} people does not fit one ${size.sku}, and a meeting cannot be spread over nodes: ${why}. ${instead.advice}`,
    { exitCode: ExitCode.usage, code: 'meeting-too-large', hint: instead.hint },
  );
}

function nothingCarries(traffic: Traffic, costs: MediaCosts, choices: Choices, sizes: readonly NodeSize[]) {
  const { largest } = traffic;
  const needsOf = revaluer(largest.participants, meetingNeeds(largest, costs));
  const best = sizes.reduce<{ size: NodeSize; people: number } | null>((most, size) => {
    const people = mostPeople(needsOf, nodeLimits(size, costs, choices), largest, most?.people ?? 0);
    return most === null || people > most.people ? { size, people } : most;
  }, null);
  const hint =
    'lower participants, layout.smallTiles or layout.largeTileKbps under event:, or raise plan.targets';
  if (best === null || best.people === 0) return { advice: 'No size on offer carries any meeting.', hint };
  return {
    advice: `No size on offer carries it; the largest meeting that one would is ${formatNumber(best.people)} people, on ${best.size.sku}.`,
    hint,
  };
}

/** The most people that one meeting of this layout may have on a node of these limits, or `known` if they are no more; 0: none. */
function mostPeople(
  needsOf: (people: number) => Readonly<Record<Limit, number>>,
  limits: NodeLimits | null,
  largest: Traffic['largest'],
  known: number,
): number {
  if (limits === null) return known;
  const fits = (people: number): boolean => {
    const needs = needsOf(people);
    return LIMITS.every((limit) => needs[limit] <= limits[limit].value);
  };
  // More people never need less, so the boundary is found by halving.
  let [low, high] = [known, known + 1];
  while (high <= largest.participants.value && fits(high)) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const exceeded = (needs: MeetingNeeds, limits: NodeLimits): Limit[] =>
  LIMITS.filter((limit) => needs[limit].value > limits[limit].value);

const carries = (needs: MeetingNeeds, limits: NodeLimits | null): boolean =>
  limits !== null && exceeded(needs, limits).length === 0;

/** By price; sizes without one come last, the smaller first. */
function cheapestFirst(sizes: readonly NodeSize[]): NodeSize[] {
  const price = ({ monthlyPrice }: NodeSize): number => monthlyPrice?.value ?? Number.MAX_VALUE;
  return [...sizes].sort((left, right) => price(left) - price(right) || left.cores.value - right.cores.value);
}

/** How each limit is told to people: what it is called, and in what steps it is counted. */
const SHOWN: Readonly<
  Record<Limit, { readonly name: string; readonly divisor: number; readonly unit: string }>
> = {
  cpu: { name: 'CPU', divisor: 1, unit: 'cores' },
  network: { name: 'the network card', divisor: 1e9, unit: 'Gbit/s' },
  packets: { name: 'packets', divisor: 1, unit: 'packets/s' },
  tracks: { name: 'tracks', divisor: 1, unit: 'tracks' },
  memory: { name: 'memory', divisor: 2 ** 30, unit: 'GiB' },
};

function comparison(limit: Limit, needs: MeetingNeeds, limits: NodeLimits): string {
  const { name, divisor, unit } = SHOWN[limit];
  const shown = (value: number): string =>
    formatNumber(divisor === 1 && value > 1000 ? Math.ceil(value) : value / divisor);
  return `${name}: it needs ${shown(needs[limit].value)} ${unit}, ${shown(limits[limit].value)} may be used`;
}
