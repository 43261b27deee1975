import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Reads a JSON file; undefined when there is none. A file that is not JSON throws: gomeet writes them whole or not at all. */
export function readJson<Value>(path: string): Value | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text) as Value;
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
