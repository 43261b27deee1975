import { open, readFile } from 'node:fs/promises';
import type { AcknowledgedWrite } from './compare-writes.ts';

/**
 * The log of what the platform has acknowledged. It is what the platform is held to in the end, so each line is on the disk (fsync)
 * before the write counts: it survives the death of this process, and of the machine.
 */
export interface AcknowledgedLog {
  /** Resolves when it is on the disk. */
  record(write: AcknowledgedWrite): Promise<void>;
  /** How many are on the disk. */
  readonly recorded: number;
  /** Waits for the last line and closes the file. */
  close(): Promise<void>;
}

/** Opens a log, `<writer> <sequence> <monotonic ms>` a line. Lines that come while the disk is at work go together in the next turn. */
export async function openAcknowledgedLog(path: string): Promise<AcknowledgedLog> {
  const file = await open(path, 'a', 0o600);
  let waiting = '';
  let waitingCount = 0;
  let recorded = 0;
  let turn: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();

  const flush = async (): Promise<void> => {
    await last;
    turn = undefined;
    const [lines, count] = [waiting, waitingCount];
    waiting = '';
    waitingCount = 0;
    await file.appendFile(lines);
    await file.datasync();
    recorded += count;
  };
  return {
    get recorded() {
      return recorded;
    },
    record({ writer, sequence, acknowledgedAtMs }) {
      waiting += `${writer} ${sequence} ${acknowledgedAtMs.toFixed(3)}\n`;
      waitingCount += 1;
      if (turn === undefined) {
        turn = flush();
        last = turn;
      }
      return turn;
    },
    async close() {
      await last;
      await file.close();
    },
  };
}

/** Reads a log back; a torn last line was never acknowledged to anybody. */
export async function readAcknowledgedLog(path: string): Promise<AcknowledgedWrite[]> {
  const text = await readFile(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [writer = '', sequence, at] = line.split(' ');
      return { writer, sequence: Number(sequence), acknowledgedAtMs: Number(at) };
    });
}
