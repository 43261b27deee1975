/** A step about the data themselves, their copies and where these lie. Times are milliseconds. */
export type DataStep =
  /** A base backup, so that there is something to go back to. No fault: it comes before one. */
  | { readonly act: 'back-up' }
  /** A person empties the drill's own table by mistake, and everybody's doors stay open. */
  | { readonly act: 'delete-rows' }
  /** Restores to just before that; what was written since is given up. */
  | { readonly act: 'restore-before' }
  /** The archive's storage goes away, as when a mount is lost. It lasts until the archiver has failed. */
  | { readonly act: 'take-storage' }
  /** It comes back; lasts until everything that waited is in the archive, and looks whether anything is missing there. */
  | { readonly act: 'return-storage' }
  /** A second, empty platform takes over at the same addresses, with nothing but the storage and the key of the backups. */
  | { readonly act: 'restore-elsewhere' };

const acts: readonly string[] = [
  'back-up',
  'delete-rows',
  'restore-before',
  'take-storage',
  'return-storage',
  'restore-elsewhere',
] satisfies readonly DataStep['act'][];

export const isDataStep = (step: { readonly act: string }): step is DataStep => acts.includes(step.act);
