import type { Connections, LocalTarget } from '../../adapters/local-target.ts';
import type { Context } from '../../context.ts';
import type { CheckResult } from '../check.ts';
import { checkOf, skippedCheck } from '../check-of.ts';
import { readinessChecks } from '../readiness-check.ts';
import { runChecks } from '../run-checks.ts';
import { runStages, type Stage } from '../run-stages.ts';
import { serviceChecks } from '../service-checks.ts';
import { checkBackup } from './check-backup.ts';
import { checkEdge, checkMedia } from './edge-checks.ts';
import { machineHealth } from './machine-health.ts';
import { checkData, dataIds } from './read-data.ts';
import { checkMonitoring, monitoringIds } from './read-monitoring.ts';

export type LocalNeeds = Pick<
  Context,
  'localTarget' | 'getJson' | 'scrape' | 'looks' | 'projectRoot' | 'config' | 'backups' | 'now'
>;

/** Everything below the call, in order of dependency: machine, services, data, media, API, edge, monitoring. */
export async function checkLocal(ctx: LocalNeeds): Promise<CheckResult[]> {
  const target = await ctx.localTarget();
  const { services, profile } = await target.status();
  const connections = await target.connections().catch(() => undefined);
  // Once the supervisor lives there are connections; before, nothing that needs them is reached.
  const withThem =
    (check: (known: Connections) => Promise<readonly CheckResult[]>): Stage['check'] =>
    async () =>
      connections === undefined ? [] : check(connections);
  return runStages([
    { ids: ['disk-space', 'clock'], check: () => runChecks(machineHealth, target) },
    {
      ids: ['platform-runs'],
      check: async () => [runsCheck(connections !== undefined, profile), ...serviceChecks(services, profile)],
    },
    { ids: ['drift'], check: async () => [await driftCheck(target, services.length, profile)] },
    { ids: ['cloud-resources', 'nodes-ready'], check: async () => elsewhere },
    { ids: dataIds, check: withThem((known) => checkData(ctx, known)) },
    { ids: ['media-answers', 'turn-answers'], check: withThem((known) => checkMedia(ctx, known)) },
    { ids: ['api-readiness'], check: withThem(({ apiAdminUrls }) => readinessChecks(ctx, apiAdminUrls)) },
    { ids: ['gateway-answers', 'certificates'], check: withThem((known) => checkEdge(ctx, known)) },
    { ids: monitoringIds, check: withThem((known) => checkMonitoring(ctx, known)) },
    { ids: ['backup-age'], check: async () => [await checkBackup(ctx)] },
  ]);
}

const elsewhere: readonly CheckResult[] = [
  skippedCheck('cloud-resources', 'the local target uses no cloud'),
  skippedCheck('nodes-ready', 'the local target is this one machine'),
];

const runsCheck = (isRunning: boolean, profile: string): CheckResult =>
  checkOf('platform-runs', 'platform', {
    status: isRunning ? 'ok' : 'failed',
    found: isRunning ? `profile ${profile}` : 'nothing runs here',
    needed: 'a supervisor that lives',
  });

type Profile = Awaited<ReturnType<LocalTarget['status']>>['profile'];

/** What a deployment of the same profile would change; `status` names the API processes, so their number is kept. */
async function driftCheck(target: LocalTarget, running: number, profile: Profile): Promise<CheckResult> {
  if (running === 0) return skippedCheck('drift', 'nothing runs');
  const { services } = await target.status();
  const apiWorkers = services.filter(({ name }) => /^api-\d+$/.test(name)).length;
  const title = 'as it was deployed';
  const needed = 'a deployment would change nothing';
  try {
    const changes = await target.plan({ profile, apiWorkers });
    const drifted = changes.filter(({ action }) => action !== 'unchanged');
    return checkOf('drift', title, {
      status: drifted.length > 0 ? 'warning' : 'ok',
      found:
        drifted
          .map(({ action, name, reason }) => `${action} ${name}${reason ? `: ${reason}` : ''}`)
          .join('; ') || 'no drift',
      needed,
    });
  } catch (error) {
    return skippedCheck('drift', `not asked: it cannot be worked out: ${(error as Error).message}`);
  }
}
