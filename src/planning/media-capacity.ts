import type { Choices } from './choices.ts';
import { type JoinStorm, joinStorm } from './join-storm.ts';
import type { MediaCosts } from './media-costs.ts';
import { tooLargeFor } from './meeting-too-large.ts';
import {
  LIMITS,
  type Limit,
  type MeetingNeeds,
  meetingNeeds,
  type NodeLimits,
  nodeLimits,
} from './node-limits.ts';
import type { NodeSize } from './node-size.ts';
import { packGroups } from './packing.ts';
import { computed, derive, input, type Quantity } from './quantity.ts';
import { revaluer } from './revaluation.ts';
import type { Traffic } from './traffic.ts';

/** Media nodes of one size for all meetings of an event. */
export interface MediaCapacity {
  readonly size: NodeSize;
  readonly needs: MeetingNeeds;
  readonly limits: NodeLimits;
  /** Of what one node may be loaded with, the share that the largest meeting takes. */
  readonly shares: Readonly<Record<Limit, Quantity<'node/meeting'>>>;
  /** The greatest of `shares`: 1 fills a node. */
  readonly largestShare: Quantity<'node/meeting'>;
  readonly limitedBy: Limit;
  readonly joinStorm: JoinStorm;
  /** Meetings of the largest size that one node takes. */
  readonly meetingsPerNode: Quantity<'meeting/node'>;
  readonly neededNodes: Quantity<'node'>;
  readonly spareNodes: Quantity<'node'>;
  readonly nodes: Quantity<'node'>;
}

/**
 * Media nodes of `size` that carry the traffic within the operator's targets, and the spare ones.
 *
 * @param sizes on offer: named in the error when the largest meeting does not fit `size`
 * @throws GomeetError (usage, `meeting-too-large`) when the largest meeting fits no node of this size
 */
export function mediaCapacity(
  traffic: Traffic,
  costs: MediaCosts,
  size: NodeSize,
  choices: Choices,
  sizes: readonly NodeSize[] = [size],
): MediaCapacity {
  const limits = nodeLimits(size, costs, choices);
  const needs = meetingNeeds(traffic.largest, costs);
  if (limits === null || !fits(needs, limits)) throw tooLargeFor(traffic, costs, size, choices, sizes);
  const shares = sharesOf(needs, limits);
  const largestShare = derive(
    {
      id: 'media.largest-share',
      title: 'share of a node that the largest meeting takes',
      unit: 'node/meeting',
    },
    `max(${LIMITS.join(', ')})`,
    shares,
  );
  const meetingsPerNode = derive(
    { id: 'media.meetings-per-node', title: 'meetings of the largest size on a node', unit: 'meeting/node' },
    'floor(1 / largestShare)',
    { largestShare },
  );
  const neededNodes = packMeetings(traffic, needs, limits, meetingsPerNode);
  return {
    size,
    needs,
    limits,
    shares,
    largestShare,
    limitedBy: LIMITS.reduce((most, limit) => (shares[limit].value > shares[most].value ? limit : most)),
    joinStorm: joinStorm(traffic.joins, costs, limits),
    meetingsPerNode,
    neededNodes,
    ...withSpare(neededNodes, choices),
  };
}

/** Whether the largest meeting fits one node of this size within the operator's targets. */
export function carriesLargestMeeting(
  traffic: Traffic,
  costs: MediaCosts,
  size: NodeSize,
  choices: Choices,
): boolean {
  const limits = nodeLimits(size, costs, choices);
  return limits !== null && fits(meetingNeeds(traffic.largest, costs), limits);
}

/** A trillionth above the limit is a rounding of floats, as it is when meetings are packed. */
const FITS = 1 + 1e-12;

function fits(needs: MeetingNeeds, limits: NodeLimits): boolean {
  return LIMITS.every((limit) => needs[limit].value <= limits[limit].value * FITS);
}

function sharesOf(needs: MeetingNeeds, limits: NodeLimits): MediaCapacity['shares'] {
  const share = (limit: Limit): Quantity<'node/meeting'> =>
    derive(
      {
        id: `media.share.${limit}`,
        title: `share of a node’s ${limit} that the largest meeting takes`,
        unit: 'node/meeting',
      },
      'needed / available',
      { needed: needs[limit], available: limits[limit] },
    );
  return {
    cpu: share('cpu'),
    network: share('network'),
    packets: share('packets'),
    tracks: share('tracks'),
    memory: share('memory'),
  };
}

/** Nodes for all slots. Meetings of one size divide evenly; several sizes are packed, and their needs worked out for each. */
function packMeetings(
  { slots, sizes, largest }: Traffic,
  needs: MeetingNeeds,
  limits: NodeLimits,
  meetingsPerNode: Quantity<'meeting/node'>,
): Quantity<'node'> {
  const line = {
    id: 'media.needed-nodes',
    title: 'media nodes that the meetings fill',
    unit: 'node',
  } as const;
  if (sizes.length === 1) return derive(line, 'ceil(slots / meetingsPerNode)', { slots, meetingsPerNode });
  const needsOf = revaluer(largest.participants, needs);
  const groups = sizes.map(({ participants, slots: count }) => {
    const need = needsOf(participants);
    return { size: LIMITS.map((limit) => need[limit]), count };
  });
  const packing = packGroups(
    groups,
    LIMITS.map((limit) => limits[limit].value),
  );
  const words = `first-fit decreasing of ${sizes.length} sizes of meeting over ${LIMITS.join(', ')}: each on one node, the greatest share first`;
  // The largest meeting fits an empty node, and no other takes more of anything than it does.
  return computed(line, words, { slots, ...limits }, packing?.bins ?? Number.NaN);
}

/** N + k: whole nodes that stand by, so that some may fail or drain at the busiest time. */
function withSpare(neededNodes: Quantity<'node'>, { spare }: Choices) {
  const spareShare = input(
    { id: 'media.spare-share', title: 'spare nodes for one needed', unit: '1' },
    spare.share,
    'given',
  );
  const atLeast = input(
    { id: 'media.least-spare', title: 'spare nodes at least', unit: 'node' },
    spare.nodes,
    'given',
  );
  const spareNodes = derive(
    { id: 'media.spare-nodes', title: 'spare media nodes', unit: 'node' },
    'max(ceil(neededNodes * spareShare), atLeast)',
    { neededNodes, spareShare, atLeast },
  );
  return {
    spareNodes,
    nodes: derive({ id: 'media.nodes', title: 'media nodes', unit: 'node' }, 'neededNodes + spareNodes', {
      neededNodes,
      spareNodes,
    }),
  };
}
