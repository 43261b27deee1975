import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs';

/** A log that has grown beyond this is put aside (one generation) before its service starts again. */
const rotateAtBytes = 20 * 1024 * 1024;

/** Opens a log for appending. `offset` is where this run's lines begin. The caller closes the descriptor. */
export function openLog(path: string): { descriptor: number; offset: number } {
  let offset = sizeOf(path);
  if (offset > rotateAtBytes) {
    renameSync(path, `${path}.1`);
    offset = 0;
  }
  return { descriptor: openSync(path, 'a', 0o600), offset };
}

/** The last lines of a log, at most 16 KiB back and none from before `offset`; empty when there is nothing. */
export function logTail(path: string, options: { offset: number; lines: number }): string[] {
  const size = sizeOf(path);
  const from = Math.max(options.offset, size - 16 * 1024);
  if (size <= from) return [];
  const bytes = Buffer.alloc(size - from);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, bytes, 0, bytes.length, from);
  } finally {
    closeSync(descriptor);
  }
  return bytes.toString('utf8').trimEnd().split('\n').slice(-options.lines);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
