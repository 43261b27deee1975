import type { Gate } from '../../results/verdict.ts';
import { isTakenByOthers } from '../other-programs.ts';

/**
 * From where on a resource is what limits: the CPU target of the host (G07), its memory target (G08), and 85 % of a
 * single core: in a queue of random arrivals work then takes 1 / (1 - 0.85), about 7 times as long as without waiting.
 */
const resourceLimits = {
  hostCpuPercent: 70,
  hostMemoryPercent: 80,
  coreCpuPercent: 85,
  /** Here nothing is left for the generator beside the platform. */
  hostFullPercent: 90,
} as const;

/** What a step took in its hold. CPU of the host is of all cores, that of a process of one core. */
export interface Usage {
  readonly hostCpuPercent: number | null;
  readonly hostMemoryPercent: number | null;
  readonly serviceCpuPercent: Readonly<Record<string, number>>;
  readonly generatorCpuPercent: number;
  readonly cpus: number;
}

/** What ran out when a step missed its targets, in words. */
export function limitingResource(usage: Usage, missed: readonly string[]): string {
  if ((usage.hostCpuPercent ?? 0) >= resourceLimits.hostCpuPercent) return 'CPU of the host';
  const core = busyCore(usage.serviceCpuPercent);
  if (core !== undefined) return `the one core of ${core}`;
  if ((usage.hostMemoryPercent ?? 0) >= resourceLimits.hostMemoryPercent) return 'memory of the host';
  return `no resource of this machine (${missed.join(', ')})`;
}

/**
 * Why the numbers of a step say nothing of the platform, or null. Programs that are none of ours spoil it when they take
 * most of a busy host. A generator that could not keep up spoils it too, unless the host was full: then the platform
 * beside it starved it, and the load was too much.
 */
export function spoilerOf(usage: Usage, gates: readonly Gate[]): string | null {
  const host = usage.hostCpuPercent ?? 0;
  const services = Object.values(usage.serviceCpuPercent).reduce((sum, percent) => sum + percent, 0);
  const ours = (services + usage.generatorCpuPercent) / usage.cpus;
  if (isTakenByOthers({ hostPercent: host, oursPercent: ours })) return 'other programs on this machine';
  const isLate = gates.some(({ passed }) => !passed);
  return isLate && host < resourceLimits.hostFullPercent ? 'the generator' : null;
}

/** The busiest of the services that do their work in one thread, as Node and Redis do, if its core is full. */
function busyCore(serviceCpuPercent: Usage['serviceCpuPercent']): string | undefined {
  return Object.entries(serviceCpuPercent)
    .filter(([name, percent]) => /^(api-|redis)/.test(name) && percent >= resourceLimits.coreCpuPercent)
    .sort(([, a], [, b]) => b - a)[0]?.[0];
}
