import { mean } from '../../results/statistics.ts';
import type { Gate } from '../../results/verdict.ts';
import { type PlatformSamples, valuesBetween } from '../platform-samples.ts';
import type { BrowserResult } from './browser-result.ts';

/** Limits beyond which browsers measure the machine that they share, not the platform. */
const browserGateLimits = {
  /** Of all cores: above it, codecs and displays wait for their turn. */
  hostCpuPercent: 90,
  /** Of the time: WebRTC's own judgement that the CPU did not suffice for what it was asked to send. */
  limitedByCpuPercent: 5,
  clockDifferenceMs: 5,
} as const;

/** Whether the browsers' numbers may be believed. */
export function browserGates(
  browsers: BrowserResult,
  samples: PlatformSamples,
  hold: { readonly from: number; readonly to: number } | undefined,
): readonly Gate[] {
  const growths = browsers.growths.filter((growth) => growth !== undefined);
  const seconds = growths.reduce((sum, growth) => sum + growth.seconds, 0);
  const limited = growths.reduce((sum, growth) => sum + growth.limitedByCpuSeconds, 0);
  const cpu = hold === undefined ? [] : valuesBetween(samples.cpuPercent, hold.from, hold.to);
  const gate = (id: string, title: string, found: number, limit: number, unit: string): Gate => ({
    id,
    title,
    passed: found <= limit,
    found: `${found.toFixed(1)} ${unit}`,
    needed: `at most ${limit} ${unit}`,
  });
  return [
    gate(
      'host-cpu',
      'CPU of the whole machine in the hold phase',
      cpu.length === 0 ? 0 : mean(cpu),
      browserGateLimits.hostCpuPercent,
      '%',
    ),
    gate(
      'browser-cpu',
      'time in which browsers sent less for want of CPU',
      seconds === 0 ? 0 : (100 * limited) / seconds,
      browserGateLimits.limitedByCpuPercent,
      '%',
    ),
    gate(
      'browser-clock',
      'difference between the clocks of browsers',
      browsers.clockDifferenceMs,
      browserGateLimits.clockDifferenceMs,
      'ms',
    ),
  ];
}
