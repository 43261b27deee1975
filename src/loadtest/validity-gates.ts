import type { Gate } from '../results/verdict.ts';
import type { GeneratorResult } from './generator-result.ts';
import type { PlatformSamples } from './platform-samples.ts';

/** Limits beyond which the generator, not the platform, was what a run measured. */
export const gateLimits = {
  /** Of the cores that the generator may use: above it, queues form in the generator itself. */
  generatorCpuPercent: 80,
  /** Of all packets: more overflow at the receiving sockets counts as the platform's loss, wrongly. */
  socketOverflowPercent: 0.01,
  sendLatenessP99Ms: 5,
  clockStepMs: 5,
} as const;

/**
 * Whether the numbers of a run may be believed.
 * @param processors cores of the machine; the generator's CPU is told in percent of one core
 */
export function validityGates(
  result: GeneratorResult,
  samples: PlatformSamples,
  processors: number,
): readonly Gate[] {
  const { generator, counts } = result;
  const cpuPercent = generator.cpuPercentHold / processors;
  const lost = counts.packetsLostByGenerator ?? 0;
  const overflowPercent = (100 * lost) / Math.max(1, (counts.packetsReceived ?? 0) + lost);
  const gate = (id: string, title: string, found: number, limit: number, unit: string): Gate => ({
    id,
    title,
    passed: found <= limit,
    found: `${found.toFixed(found < 1 ? 3 : 1)} ${unit}`,
    needed: `at most ${limit} ${unit}`,
  });
  return [
    gate(
      'generator-cpu',
      'CPU of the generator in the hold phase',
      cpuPercent,
      gateLimits.generatorCpuPercent,
      '%',
    ),
    gate(
      'generator-overflow',
      'packets lost in the generator',
      overflowPercent,
      gateLimits.socketOverflowPercent,
      '%',
    ),
    gate(
      'generator-lateness',
      'sent late, p99',
      generator.sendLatenessP99Ms,
      gateLimits.sendLatenessP99Ms,
      'ms',
    ),
    ...(counts.droppedIterations === undefined
      ? []
      : [
          gate(
            'generator-dropped',
            'journeys that nobody was free to begin',
            counts.droppedIterations,
            0,
            'journeys',
          ),
        ]),
    ...(samples.clockStepMs === null
      ? []
      : [
          gate(
            'clock',
            'step of the wall clock during the run',
            samples.clockStepMs,
            gateLimits.clockStepMs,
            'ms',
          ),
        ]),
  ];
}
