import * as z from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { readText } from '../../read-text.ts';
import { type CalibrationProfile, calibrationSchema } from './profile.ts';

/**
 * Reads a profile that `calibrate` wrote.
 *
 * @throws GomeetError (usage) with the path in the document, when the file is missing or is no such profile
 */
export async function readCalibration(path: string): Promise<CalibrationProfile> {
  const refuse = (why: string, cause: unknown): GomeetError =>
    new GomeetError(`${path} ${why}`, {
      exitCode: ExitCode.usage,
      code: 'bad-calibration',
      hint: 'gomeet calibrate --help',
      cause,
    });
  const text = await readText(path).catch((cause: Error) => {
    const accepted = 'accepted is a file that gomeet calibrate --out has written';
    throw refuse(`cannot be read: ${cause.message}; ${accepted}`, cause);
  });
  try {
    return calibrationSchema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? faultsOf(cause) : String(cause);
    throw refuse(`is not a document of schema gomeet.calibration/v1:\n${why}`, cause);
  }
}

const FAULTS_SHOWN = 3;

/** The first few: a document of something else has them all. */
const faultsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, FAULTS_SHOWN)
    .map(({ path, message }) => `${path.join('.') || 'the document'}: ${message}`)
    .join('\n');
