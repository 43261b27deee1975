import type { Checklist } from './checklist.ts';
import { afterDeploy, beforeDeploy, validation } from './deployment-lists.ts';
import { daily, monthly, weekly } from './routine-lists.ts';

export const checklistNames = [
  'daily',
  'weekly',
  'monthly',
  'before-deploy',
  'after-deploy',
  'validation',
] as const;
export type ChecklistName = (typeof checklistNames)[number];

export const checklists: Readonly<Record<ChecklistName, Checklist>> = {
  daily,
  weekly,
  monthly,
  'before-deploy': beforeDeploy,
  'after-deploy': afterDeploy,
  validation,
};
