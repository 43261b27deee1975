import type { MediaCosts } from './media-costs.ts';
import type { NodeLimits } from './node-limits.ts';
import { derive, type Quantity } from './quantity.ts';

/** What joining takes of a media node while everybody comes at once, before the meeting is at its full traffic. */
export interface JoinStorm {
  readonly cpu: Quantity<'core/meeting'>;
  /** Share of what one node may be loaded with; above 1 / meetings on a node, joining takes longer than people were given. */
  readonly share: Quantity<'node/meeting'>;
}

export function joinStorm(
  joins: Quantity<'join/s/meeting'>,
  { perJoin }: MediaCosts,
  limits: NodeLimits,
): JoinStorm {
  const cpu = derive(
    {
      id: 'media.meeting.join-cpu',
      title: 'cores that joining the largest meeting takes',
      unit: 'core/meeting',
    },
    'joins * perJoin',
    { joins, perJoin },
  );
  return {
    cpu,
    share: derive(
      {
        id: 'media.share.join',
        title: 'share of a node that joining the largest meeting takes',
        unit: 'node/meeting',
      },
      'cpu / available',
      { cpu, available: limits.cpu },
    ),
  };
}
