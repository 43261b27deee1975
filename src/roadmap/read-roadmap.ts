import { join, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import { readText } from '../read-text.ts';
import { faultsText, readYaml } from '../yaml-document.ts';
import { roadmapFaults } from './faults.ts';
import { type Roadmap, roadmapSchema } from './roadmap.ts';

const WRITTEN = join('plans', 'roadmap-2025.yaml');

/**
 * Reads a list of tasks.
 *
 * @param file relative to the working directory; without one the written tasks of 2025
 * @throws GomeetError (usage) naming line and path of what is wrong, and what is accepted
 */
export async function readRoadmap(
  { cwd, projectRoot }: Pick<Context, 'cwd' | 'projectRoot'>,
  file: string | undefined,
): Promise<Roadmap> {
  const name = file ?? WRITTEN;
  const path = file === undefined ? join(projectRoot, WRITTEN) : resolve(cwd, file);
  const text = await readText(path).catch((cause: Error) => {
    throw notARoadmap([`${name} cannot be read: ${cause.message}`]);
  });
  const reading = readYaml(name, text, roadmapSchema);
  if ('faults' in reading) throw notARoadmap(reading.faults);
  const faults = roadmapFaults(reading.data);
  if (faults.length > 0) throw notARoadmap(faults);
  return reading.data;
}

const notARoadmap = (faults: readonly string[]): GomeetError =>
  new GomeetError(faultsText(faults), {
    exitCode: ExitCode.usage,
    code: 'invalid-roadmap',
    hint: `gomeet roadmap --file ${WRITTEN}   is read; that file shows every key`,
  });
