import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GeneratorResult, generatorResultSchema, noEngine } from './generator-result.ts';

/**
 * Reads what the generator left in its output directory; undefined when it left nothing, which is the case
 * when it could not start, or was killed.
 */
export async function readGeneratorResult(outputDirectory: string): Promise<GeneratorResult | undefined> {
  try {
    return generatorResultSchema.parse(
      JSON.parse(await readFile(join(outputDirectory, 'loadgen.json'), 'utf8')),
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What stands in for the generator's result when it left none: nothing measured, so everything is NO DATA. */
export function emptyResult(
  request: { participants: number },
  startedAt: number,
  endedAt: number,
): GeneratorResult {
  return {
    schema: 'gomeet.loadgen/v1',
    partial: true,
    startedAt,
    endedAt,
    phases: [],
    counts: {
      participantsRequested: request.participants,
      participantsJoined: 0,
      participantsReceiving: 0,
      rooms: 0,
    },
    histograms: {},
    series: [],
    bandwidth: { roomOutBitsPerSecond: 0 },
    generator: {
      engine: noEngine,
      cpuSecondsPerMillionPackets: 0,
      memoryBytesPerSubscriber: 0,
      goroutinesPerSubscriber: 0,
      cpuPercentHold: 0,
      socketOverflows: 0,
      sendLatenessP99Ms: 0,
    },
    publishers: [],
    worst: [],
    errors: [],
  };
}
