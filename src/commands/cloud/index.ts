import type { CommandEntry } from '../index.ts';

/** What stands below `gomeet cloud`, in the order of its help. */
export const cloudTable: readonly CommandEntry[] = [
  {
    name: 'plan',
    group: 'Machines',
    summary: 'what would be made or changed, and what it costs a month; changes nothing',
    document: 'cloud-plan',
    load: async () => (await import('./cloud-plan.ts')).cloudPlan,
  },
  {
    name: 'apply',
    group: 'Machines',
    summary: 'make it, wait until it runs, write the kubeconfig',
    document: 'cloud-apply',
    load: async () => (await import('./cloud-apply.ts')).cloudApply,
  },
  {
    name: 'status',
    group: 'Machines',
    summary: 'what is there, and in which state',
    document: 'cloud-status',
    load: async () => (await import('./cloud-status.ts')).cloudStatus,
  },
  {
    name: 'destroy',
    group: 'Machines',
    summary: 'remove what gomeet made, after its name was typed',
    document: 'cloud-destroy',
    load: async () => (await import('./cloud-destroy.ts')).cloudDestroy,
  },
];
