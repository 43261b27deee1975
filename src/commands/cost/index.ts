import type { CommandEntry } from '../index.ts';

/** What stands below `gomeet cost catalog`, in the order of its help. */
const catalogTable: readonly CommandEntry[] = [
  {
    name: 'verify',
    group: 'Catalogue',
    summary: 'broken, clashing, old and missing prices',
    document: 'catalog-verify',
    load: async () => (await import('./catalog-verify.ts')).catalogVerify,
  },
  {
    name: 'refresh',
    group: 'Catalogue',
    summary: 'read today’s prices from the provider, show what changed, write them',
    document: 'catalog-refresh',
    load: async () => (await import('./catalog-refresh.ts')).catalogRefresh,
  },
  {
    name: 'diff',
    group: 'Catalogue',
    summary: 'what differs between two price lists',
    document: 'catalog-diff',
    load: async () => (await import('./catalog-diff.ts')).catalogDiff,
  },
];

/** What stands below `gomeet cost`. */
export const costTable: readonly CommandEntry[] = [
  {
    name: 'diff',
    group: 'Bills',
    summary: 'what one plan costs more or less than another',
    document: 'cost-diff',
    load: async () => (await import('./cost-diff.ts')).costDiff,
  },
  {
    name: 'catalog',
    group: 'Prices',
    summary: 'the prices behind the bill: verify, refresh, diff',
    load: async () => (await import('./catalog.ts')).catalog,
    usage: '<action> [options]',
    below: catalogTable,
  },
];
