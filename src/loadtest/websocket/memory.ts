import { type GeneratorResult, holdOf } from '../generator-result.ts';
import { type PlatformSamples, valuesBetween } from '../platform-samples.ts';

/**
 * By how much the resident memory of all API processes grew from before the first connection to its highest in the hold;
 * null where it was not read at both ends. A process that was restarted in between counts with what it has grown since.
 */
export function apiGrowthBytes(result: GeneratorResult, samples: PlatformSamples): number | null {
  const connect = result.phases.find(({ name }) => name === 'connect');
  const hold = holdOf(result);
  if (connect === undefined || hold === undefined) return null;
  const growths = Object.entries(samples.serviceMemoryBytes)
    .filter(([service]) => service.startsWith('api-'))
    .map(([, points]) => {
      const before = valuesBetween(points, 0, connect.startedAt).at(-1);
      const during = valuesBetween(points, hold.from, hold.to);
      return before === undefined || during.length === 0 ? null : Math.max(...during) - before;
    });
  if (growths.length === 0 || growths.includes(null)) return null;
  return growths.reduce<number>((sum, growth) => sum + (growth ?? 0), 0);
}

/** The same for each connection that was held, on both sides; null where it is not known. */
export function memoryPerConnection(
  result: GeneratorResult,
  samples: PlatformSamples,
): { readonly generatorBytes: number | null; readonly serverBytes: number | null } {
  const held = result.counts.connectionsHeld ?? 0;
  const each = (bytes: number | null | undefined): number | null =>
    held === 0 || bytes === null || bytes === undefined ? null : Math.round(bytes / held);
  return {
    generatorBytes: each(result.counts.generatorMemoryGrowthBytes),
    serverBytes: each(apiGrowthBytes(result, samples)),
  };
}
