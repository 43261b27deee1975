import type { CommandEntry } from '../index.ts';

/** What stands below `gomeet secrets`. */
export const secretsTable: readonly CommandEntry[] = [
  {
    name: 'rotate',
    group: 'Secrets',
    summary: 'renew one of them and restart what reads it',
    document: 'secrets-rotate',
    load: async () => (await import('./secrets-rotate.ts')).secretsRotate,
  },
];
