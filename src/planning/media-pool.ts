import { ExitCode, GomeetError } from '../errors.ts';
import { type Allocatable, allocatableOf } from './allocatable.ts';
import type { Choices } from './choices.ts';
import { carriesLargestMeeting, type MediaCapacity, mediaCapacity } from './media-capacity.ts';
import type { MediaCosts } from './media-costs.ts';
import { cheapest, dedicated, sizeNamed } from './node-choice.ts';
import { nodeLimits } from './node-limits.ts';
import type { NodeSize } from './node-size.ts';
import type { Traffic } from './traffic.ts';

export interface MediaPool {
  readonly capacity: MediaCapacity;
  readonly allocatable: Allocatable;
}

/**
 * The media nodes: of the size that was named, or of the one whose nodes together cost least a month.
 *
 * @throws GomeetError (usage) for an unknown size, or a meeting that fits no node
 */
export function mediaPoolOf(
  traffic: Traffic,
  costs: MediaCosts,
  choices: Choices,
  sizes: readonly NodeSize[],
): MediaPool {
  const wanted = choices.mediaNodeSize;
  const capacity =
    wanted === 'auto'
      ? cheapestCapacity(traffic, costs, choices, dedicated(sizes))
      : mediaCapacity(traffic, costs, sizeNamed(sizes, wanted, 'plan.mediaNodeSize'), choices, sizes);
  return { capacity, allocatable: allocatableOf('media', capacity.size) };
}

/**
 * Sizes are tried in the order of what they would cost if meetings could be cut to fill every node, and no further than the first that
 * would even then cost more than the best one found: packing ten thousand sizes of meeting is the dear part.
 */
function cheapestCapacity(
  traffic: Traffic,
  costs: MediaCosts,
  choices: Choices,
  sizes: readonly NodeSize[],
): MediaCapacity {
  const carrying = sizes
    .filter(({ monthlyPrice }) => monthlyPrice !== null)
    .filter((size) => carriesLargestMeeting(traffic, costs, size, choices))
    .map((size) => ({ size, least: leastMonthly(traffic, costs, choices, size) }))
    .sort((a, b) => a.least - b.least);
  const tried: { pool: MediaCapacity; monthly: number; nodes: number }[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (const { size, least } of carrying) {
    if (least > best) break;
    const pool = mediaCapacity(traffic, costs, size, choices, sizes);
    const nodes = pool.nodes.value;
    const monthly = (size.monthlyPrice?.value ?? 0) * nodes;
    best = Math.min(best, monthly);
    tried.push({ pool, monthly, nodes });
  }
  const found = cheapest(tried);
  if (found !== null) return found;
  if (sizes.every(({ network }) => network === null)) throw noNetworkKnown();
  // None carries it: the refusal tells what the one with the most cores, and of these the fastest card, lacks.
  const rank = ({ network, cores }: NodeSize): number =>
    network === null ? 0 : cores.value + network.value / 1e12;
  const largest = [...sizes].sort((a, b) => rank(b) - rank(a))[0];
  const size = largest ?? sizeNamed(sizes, choices.mediaNodeSize, 'plan.mediaNodeSize');
  return mediaCapacity(traffic, costs, size, choices, sizes);
}

/** A month of as many nodes as the traffic of all meetings fills, were it divisible. */
function leastMonthly(traffic: Traffic, costs: MediaCosts, choices: Choices, size: NodeSize): number {
  const limits = nodeLimits(size, costs, choices);
  if (limits === null) return Number.POSITIVE_INFINITY;
  const { packetsOut, packetsIn, payloadOut, wireOut, wireIn, tracksOut, tracksIn } = traffic.peak;
  const cores =
    packetsOut.value * costs.perPacketOut.value +
    payloadOut.value * costs.perBitOut.value +
    packetsIn.value * costs.perPacketIn.value;
  const nodes = Math.max(
    cores / limits.cpu.value,
    Math.max(wireOut.value, wireIn.value) / limits.network.value,
    (packetsOut.value + packetsIn.value) / limits.packets.value,
    (tracksOut.value + tracksIn.value) / limits.tracks.value,
  );
  return nodes * (size.monthlyPrice?.value ?? 0);
}

const noNetworkKnown = (): GomeetError =>
  new GomeetError(
    'no machine on offer has a network limit in the catalogue, so no meeting can be put on it',
    {
      exitCode: ExitCode.usage,
      code: 'no-network-limit',
      hint: 'gomeet cost --compare prices this provider all the same; gomeet plan --provider digitalocean plans it',
    },
  );
