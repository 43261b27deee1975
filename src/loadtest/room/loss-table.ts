import type { Table } from '../../results/run.ts';
import type { GeneratorResult } from '../generator-result.ts';

/**
 * Where packets were lost: before repair and after it, and of what was lost before repair, at which part of the way.
 * Empty where nothing was lost.
 */
export function lossTables({ counts }: Pick<GeneratorResult, 'counts'>): readonly Table[] {
  const count = (name: string): number => counts[name] ?? 0;
  const beforeRepair = count('packetsLostBeforeRepair');
  const onTheWay = count('packetsLostOnTheWay');
  const beforeSent = count('packetsLostBeforeServerSent');
  const byGenerator = count('packetsLostByGenerator');
  const rows = [
    [
      'Joining, until the hold',
      count('packetsLostJoining'),
      'never arrived, also while people came and went; no part of the loss below',
    ],
    ['Hold, before repair', beforeRepair, 'did not come by themselves'],
    [
      '— before the server sent them',
      beforeSent,
      'on the publisher’s way, or in the server, which forwarded the gap',
    ],
    [
      '— on the way from the server',
      onTheWay,
      'sent, by the server’s own reports, and did not arrive: in the network, or in this machine',
    ],
    [
      '— not attributed',
      Math.max(0, beforeRepair - beforeSent - onTheWay),
      'too few reports of the server in the hold',
    ],
    [
      'In the generator',
      byGenerator,
      'reached this machine and overflowed a socket or the ring; they count as lost on the way too',
    ],
    ['Hold, after repair', count('packetsLost'), 'never arrived: what the packet loss is judged by'],
  ] as const;
  if (rows.every(([, packets]) => packets === 0)) return [];
  return [
    {
      id: 'packet-loss',
      title: 'Where packets were lost',
      columns: [
        { title: 'Where', unit: null },
        { title: 'Packets', unit: 'count' },
        { title: 'What that means', unit: null },
      ],
      rows: rows.map((row) => [...row]),
    },
  ];
}
