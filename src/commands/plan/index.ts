import type { CommandEntry } from '../index.ts';

/** What stands below `gomeet plan`. */
export const planTable: readonly CommandEntry[] = [
  {
    name: 'explain',
    group: 'Plans',
    summary: 'the formula of a number, with what it is made of and where that comes from',
    document: 'plan-explain',
    load: async () => (await import('./plan-explain.ts')).planExplain,
  },
  {
    name: 'diff',
    group: 'Plans',
    summary: 'what differs between two plans',
    document: 'plan-diff',
    load: async () => (await import('./plan-diff.ts')).planDiff,
  },
  {
    name: 'prove',
    group: 'Plans',
    summary:
      'have the real scheduler of Kubernetes place every pod, with a node lost and a version beside the old one',
    document: 'plan-prove',
    load: async () => (await import('./plan-prove.ts')).planProve,
  },
];
