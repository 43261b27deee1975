import type { UserIds } from './service.ts';

/** A file that a service reads. For root (or the caller) alone, or for the user that it names: it may hold secrets. */
export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
  readonly user?: UserIds | undefined;
  /** The service writes into it: only another text here replaces what it has written. */
  readonly keep?: true;
  /** livekit-server reads it strictly, before it counts. */
  readonly readBy?: 'livekit-server';
}
