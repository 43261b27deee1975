import { formatNumber } from '../units.ts';
import type { PlanParts } from './build-plan.ts';

/** DigitalOcean's limit of a load balancer; others do not publish one. */
const MOST_LOAD_BALANCER_NODES = 200;
/** No provider publishes what a region carries for one customer; from here on they want to be asked. */
const ASK_FROM_BITS_PER_SECOND = 100e9;

/** What a reader has to know that no line says. */
export function warningsOf({
  choices,
  media,
  traffic,
  platform,
  worker,
  demand,
}: PlanParts): readonly string[] {
  const { capacity } = media;
  const gbps = traffic.peak.wireOut.value / 1e9;
  const joining = capacity.joinStorm.share.value * capacity.meetingsPerNode.value;
  const nodes = platform.edge.loadBalancerNodes.value;
  const found: (readonly [boolean, string])[] = [
    [true, 'A staging environment is not in this plan; neither are support contracts and taxes.'],
    [
      traffic.peak.wireOut.value >= ASK_FROM_BITS_PER_SECOND,
      `${formatNumber(gbps)} Gbit/s leave one region, and no provider publishes what a region carries: ask before you build.`,
    ],
    [
      nodes > MOST_LOAD_BALANCER_NODES,
      `${nodes} load balancer nodes are more than the ${MOST_LOAD_BALANCER_NODES} of one load balancer: join over a longer time, or use several.`,
    ],
    [
      capacity.largestShare.value > 0.9,
      `The largest meeting takes ${Math.round(capacity.largestShare.value * 100)} % of a node's ${capacity.limitedBy} within the targets: a little more of anything and it fits no ${capacity.size.sku}.`,
    ],
    [
      joining > 1,
      `Joining takes ${Math.round(joining * 100)} % of the CPU of a media node while everybody comes at once: it takes longer than ${formatNumber(demand.joinSeconds.value)} s.`,
    ],
    [
      choices.database === 'managed',
      `PostgreSQL keeps ${formatNumber(platform.postgres.storage.value)} GiB on each instance: price lists name managed instances with their smallest disk, and more disk is in no bill.`,
    ],
    [
      demand.relayedParticipants.value > 0,
      'Traffic of people behind TURN is paid for twice, from the media node to TURN and from TURN to the person.',
    ],
    [
      worker.size.isShared === true || capacity.size.isShared === true,
      'A size with shared cores is in this plan: neighbours may take the CPU that it counts on.',
    ],
  ];
  return found.filter(([applies]) => applies).map(([, text]) => text);
}
