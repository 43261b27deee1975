import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { ExitCode, GomeetError } from '../errors.ts';
import { whyUnreadable } from '../read-text.ts';

/**
 * Reads a JSON file of gomeet's own; undefined when there is none.
 *
 * @throws GomeetError (usage) where the path leads through a file, (prerequisite) where the file cannot be read or is no JSON, which
 *   others must have done: gomeet writes it whole or not at all
 */
export function readJson<Value>(path: string): Value | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
  try {
    return JSON.parse(text) as Value;
  } catch (cause) {
    throw new GomeetError(`${path} is damaged: it is no JSON`, {
      exitCode: ExitCode.prerequisite,
      code: 'damaged-file',
      hint: `mv ${path} ${path}.damaged && gomeet status`,
      cause,
    });
  }
}

function unreadable(path: string, cause: unknown): GomeetError {
  const isNoFolder = ['ENOTDIR', 'ELOOP'].includes((cause as NodeJS.ErrnoException).code ?? '');
  return new GomeetError(`${path} cannot be read: ${whyUnreadable(cause)}`, {
    exitCode: isNoFolder ? ExitCode.usage : ExitCode.prerequisite,
    code: 'unreadable-file',
    hint: 'gomeet config show --origin   says who set local.directory; accepted is a folder that is yours',
    cause,
  });
}

/**
 * Writes a JSON file for its owner alone (0600). The new text appears in one step, so that a reader, or a
 * process killed in the middle, never leaves half a file. Synchronous, so that what was just started is
 * on record before anything else happens.
 */
export function writeJson(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
