import type { ExitCode } from '../../../src/errors.ts';

/** What lies in the folder in which a command is run: a text, bytes that are none, or something that is no file at all. */
export type Placed = string | Uint8Array | { readonly is: 'folder' | 'circle of links' | 'a gigabyte' };

/** A row of the table: what is typed, in what surroundings, and the whole answer. `{cwd}` stands for the folder. */
export interface BadInput {
  /** After `gomeet`, with blanks between; as a list where a word has blanks, or none. */
  readonly line: string | readonly string[];
  readonly files?: Readonly<Record<string, Placed>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Ctrl-C, or SIGTERM, comes at once. */
  readonly isInterrupted?: true;
  readonly exitCode: ExitCode;
  /** After `error `. */
  readonly error: string;
  /** After `Next: `. */
  readonly next: string;
  /** After `Read: `. */
  readonly read?: string;
}

export const folder: Placed = { is: 'folder' };
export const circle: Placed = { is: 'circle of links' };
export const gigabyte: Placed = { is: 'a gigabyte' };
