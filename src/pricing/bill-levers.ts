import type Big from 'big.js';
import { type Bill, sumOf } from './bill.ts';

/** A way to make the bill smaller: what it can touch at most, and what to do. */
export interface Lever {
  readonly id: string;
  readonly title: string;
  /** The part of the monthly bill that it works on: no saving is larger. */
  readonly atStake: Big;
  readonly advice: string;
}

/**
 * Where the money can be found, largest first. Only what is at stake is told: how much of it a lever saves is known when a plan with
 * it has been made, and then `cost diff` says so.
 */
export function leversOf(bill: Pick<Bill, 'lines'>): readonly Lever[] {
  const cost = (of: (line: Bill['lines'][number]) => boolean): Big =>
    sumOf(bill.lines.filter(of).map(({ amount }) => amount));
  const traffic = cost(({ kind }) => kind === 'egress');
  const levers: readonly Lever[] = [
    {
      id: 'layout',
      title: 'fewer tiles, or AV1',
      atStake: traffic,
      advice: 'event.layout.smallTiles, event.codec (AV1 sends 0.7 of the bits)',
    },
    {
      id: 'schedule',
      title: 'hours of load alone',
      atStake: cost(({ part, kind }) => part === 'media' && kind === 'node'),
      advice: 'gomeet cost --schedule elastic',
    },
    {
      id: 'right-sizing',
      title: 'right-sizing',
      atStake: cost(({ part, kind }) => part !== 'media' && kind === 'node'),
      advice: 'gomeet calibrate, then gomeet plan --calibration: measured use for assumed',
    },
    {
      id: 'storage',
      title: 'less to keep',
      atStake: cost(({ kind }) => ['object-storage', 'volume', 'snapshot'].includes(kind)),
      advice: 'event.recordingRetentionDays, compression, colder tiers',
    },
  ];
  return levers.filter(({ atStake }) => atStake.gt(0)).sort((a, b) => b.atStake.cmp(a.atStake));
}
