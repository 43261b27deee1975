import type { Severity } from './rule.ts';

/** What a severity says of a plan: "critical: cannot work as written". */
export const SEVERITY_MEANINGS: Readonly<Record<Severity, string>> = {
  critical: 'cannot work as written',
  major: 'misleads, or fails under load',
  minor: 'is wrong, and harms little',
  note: 'is worth knowing',
};
