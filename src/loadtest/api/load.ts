import type { Finding } from '../../results/run.ts';
import type { Load, Measured } from '../load.ts';
import { endpointTable } from './endpoint-table.ts';
import { newcomersAtOnce, planApi, usersPerProcess } from './plan.ts';
import type { ApiRequest } from './request.ts';

/** Journeys through the signaling API, at a rate that does not wait for answers. */
export function apiLoad(request: ApiRequest): Load {
  return {
    kind: 'loadtest api',
    script: 'api.ts',
    parameters: { ...request },
    kpis: [
      'journeys-completed',
      'api-response-time-p95',
      ...(request.journeys === 'meetings' ? (['database-query-time-p95'] as const) : []),
      'redis-memory',
      'cpu-utilization',
      'memory-utilization',
    ],
    method: apiMethod,
    subject: `${request.ratePerSecond} journeys a second`,
    accounts: request.parallelism * usersPerProcess(request),
    openFilesNeeded: usersPerProcess(request) + newcomersAtOnce(request) + spareOpenFiles,
    countsAsked: { journeysRequested: 0, journeysCompleted: 0, journeysFailed: 0, apiRequests: 0 },
    plans: (world) => planApi(request, world).map((plan) => ({ ...plan })),
    findings: apiFindings,
    tables: ({ result }) => [endpointTable(result.histograms)],
  };
}

/** What k6 and the Go runtime hold beside the connections. */
const spareOpenFiles = 200;

function apiFindings({ result }: Measured): readonly Finding[] {
  const { journeysRefused: refused = 0, journeysStarted: started = 0 } = result.counts;
  if (refused === 0) return [];
  return [
    {
      code: 'journeys-refused',
      severity: 'warning',
      title: `${refused} of ${started} journeys ended at a limit of the API`,
      evidence: `${refused} answers were 429. They count neither as completed nor as failed.`,
      advice: 'Lower the rate, or find out which limit real users would meet: gomeet_rate_limited_total.',
    },
  ];
}

const apiMethod: Load['method'] = [
  'Journeys begin at the intended moments of an open schedule, however slow the answers are; one that nobody is free to begin is dropped, counted, and makes the run inconclusive.',
  'The response time of a journey’s first request counts from the intended moment, that of each later one from the answer it waited for, to the last byte. Judged are those that were due in the hold phase.',
  'Users sign in before, keep their connection and their source address; newcomers register from addresses of their own, under the limits of production. A refusal by a limit is counted apart from errors.',
  'Walked are registering, logging in, the profile, creating, looking up, joining, listing, leaving and ending a room. The history of messages is not: the API has no endpoint for it.',
];
