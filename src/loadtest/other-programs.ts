import type { Finding } from '../results/run.ts';
import { mean } from '../results/statistics.ts';
import { holdOf } from './generator-result.ts';
import type { Measured } from './load.ts';
import { type Point, valuesBetween } from './platform-samples.ts';

/** The CPU target of the host (G07): below it there is room for everyone. */
const busyHostPercent = 70;

/** What the machine and what platform and generator used of its CPU in the hold, both in percent of all cores. */
interface HostUsage {
  readonly hostPercent: number;
  readonly oursPercent: number;
}

/** Whether programs of others took most of a busy machine: then its numbers say little of the platform. */
export const isTakenByOthers = ({ hostPercent, oursPercent }: HostUsage): boolean =>
  hostPercent >= busyHostPercent && oursPercent < hostPercent / 2;

/** The usage in the hold; null where nothing was held or watched. */
function hostUsage({ result, samples, processors }: Measured): HostUsage | null {
  const hold = holdOf(result);
  if (hold === undefined) return null;
  const average = (points: readonly Point[]): number => {
    const values = valuesBetween(points, hold.from, hold.to);
    return values.length === 0 ? 0 : mean(values);
  };
  const hostPercent = average(samples.cpuPercent);
  const services = Object.values(samples.serviceCpuPercent).reduce((sum, points) => sum + average(points), 0);
  return { hostPercent, oursPercent: (services + result.generator.cpuPercentHold) / processors };
}

/** Says so where other programs were the load that the machine felt. */
export function otherPrograms(measured: Measured): readonly Finding[] {
  const usage = hostUsage(measured);
  if (usage === null || !isTakenByOthers(usage)) return [];
  const { hostPercent, oursPercent } = usage;
  return [
    {
      code: 'other-programs',
      severity: 'warning',
      title: 'Other programs took most of this machine',
      evidence: `In the hold ${hostPercent.toFixed(0)} % of the CPU were in use, of which platform and generator used ${oursPercent.toFixed(0)} %.`,
      advice:
        'Stop what else runs here and repeat the test: latencies and CPU of this run are mostly those of the others.',
    },
  ];
}
