import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { type CalibrationProfile, calibrationSchema } from './profile.ts';

/**
 * Reads a profile that `calibrate` wrote.
 *
 * @throws GomeetError (usage) with the path in the document, when the file is missing or is no such profile
 */
export async function readCalibration(path: string): Promise<CalibrationProfile> {
  const refuse = (why: string, cause: unknown): GomeetError =>
    new GomeetError(`${path}: ${why}`, {
      exitCode: ExitCode.usage,
      code: 'bad-calibration',
      hint: 'gomeet calibrate --help',
      cause,
    });
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw refuse('cannot be read; accepted is a file that gomeet calibrate --out has written', cause);
  });
  try {
    return calibrationSchema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw refuse(`is not a document of schema gomeet.calibration/v1:\n${why}`, cause);
  }
}
