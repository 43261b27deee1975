import { API_PRIOR } from './api-prior.ts';
import { DATA_PRIOR } from './data-prior.ts';
import { EGRESS_PRIOR } from './edge-egress.ts';
import { EDGE_PRIOR } from './edge-prior.ts';
import { MONITORING_PRIOR } from './monitoring-capacity.ts';
import { RECORDING_PRIOR } from './storage-recordings.ts';

/** What a plan assumes of people and programs, beside what the event says and what was measured; ranges are drawn by Monte Carlo. */
export const ASSUMPTIONS = {
  api: API_PRIOR,
  data: DATA_PRIOR,
  edge: EDGE_PRIOR,
  egress: EGRESS_PRIOR,
  monitoring: MONITORING_PRIOR,
  recording: RECORDING_PRIOR,
} as const;

export type Assumptions = typeof ASSUMPTIONS;
