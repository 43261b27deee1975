import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { pause } from '../../deployment/kubernetes/pause.ts';
import type { CallNeeds } from '../../health/kubernetes/check-call.ts';
import type { ClusterLookNeeds } from '../../health/kubernetes/look-at-cluster.ts';
import { readCallers } from '../../health/kubernetes/make-call.ts';
import type { RoomPlan } from '../../loadtest/room/plan.ts';
import type { FaultRecord } from '../carry-out-steps.ts';
import type { Drill } from '../drill.ts';
import type { DrillGround, DrillPlace, DrillScene } from '../drill-ground.ts';
import { holdRoomAt } from '../hold-room.ts';
import { openGuestRoom } from '../invite-guests.ts';
import { watchDoors } from '../watch-doors.ts';
import { isInCluster } from './cluster-form.ts';
import { deletePods } from './delete-pods.ts';
import { findPods } from './find-pods.ts';
import { GatewayBudget } from './gateway-budget.ts';
import { readClusterAlerts } from './read-cluster-alerts.ts';
import { readClusterHealth } from './read-cluster-health.ts';
import { restartApi } from './restart-api.ts';
import { GUESTS, signGuestsIn } from './sign-guests-in.ts';
import { watchCluster } from './watch-cluster.ts';

export type ClusterDrillNeeds = CallNeeds & ClusterLookNeeds & Pick<Context, 'platformDoors'>;

/** One platform in a cluster, and the way in that people have. */
export interface DrilledCluster {
  readonly cluster: Cluster;
  readonly namespaces: Namespaces;
  /** Without a slash at its end. */
  readonly apiUrl: string;
}

const method = [
  'All doors are those that people have, through the gateway. The database is not reached from outside of the cluster: it is read by the door `api` and written by the door `chat`, whose lines (20 a second) are rows of PostgreSQL when they are accepted. A drill goes on until 1,000 are.',
  'A pod is deleted with a grace of one second, which its kubelet makes two: its processes get SIGTERM, and then SIGKILL. That they have ended is the kubelet’s word, by the API server. Whether everything is there again is read from the API server, once a second.',
  'Alerts are those that Prometheus in the cluster had firing, by its own clock and to 5 s.',
] as const;

/** A platform in a cluster: its controllers mend what is broken, and everything is asked through its gateway. */
export function clusterPlace(ctx: ClusterDrillNeeds, drilled: DrilledCluster): DrillPlace {
  const { cluster, namespaces, apiUrl } = drilled;
  const budget = new GatewayBudget();
  return {
    target: apiUrl,
    parameters: { context: cluster.context, namespace: namespaces.platform },
    method,
    open: () => openGround(ctx, drilled, budget),
    async rest() {
      const waitMs = budget.waitMs(ctx.monotonic());
      if (waitMs < 1_000) return;
      ctx.progress.note(
        `waiting ${Math.ceil(waitMs / 1000)} s: the gateway counts what one address asks, and the next drill needs all of it`,
      );
      await pause(waitMs, ctx.signal);
    },
    async readAlerts({ wallMs }) {
      if (wallMs === null) return { alerts: [], reason: 'no fault took place' };
      return readClusterAlerts(cluster, namespaces.platform, { faultMs: wallMs, endMs: ctx.now() });
    },
    readHealth: () => readClusterHealth(ctx, drilled),
  };
}

async function openGround(
  ctx: ClusterDrillNeeds,
  { cluster, namespaces, apiUrl }: DrilledCluster,
  budget: GatewayBudget,
): Promise<DrillGround> {
  const { platform } = namespaces;
  const { password, ...callers } = await readCallers(ctx, cluster, platform);
  const accounts = { ...guestAccounts(callers.emailPattern), password };
  const direct = await ctx.platformDoors();
  const doors: typeof direct = {
    ...direct,
    request(asked) {
      if (asked.url.startsWith(`${apiUrl}/`)) budget.spend(ctx.monotonic());
      return direct.request(asked);
    },
  };
  let guests: ReturnType<typeof signGuestsIn> | undefined;
  const guestsSignedIn = () => {
    guests ??= signGuestsIn(ctx, apiUrl, accounts);
    return guests;
  };
  return {
    async holdRoom(people, directory) {
      if (people.participants > GUESTS)
        throw new Error(
          `a room of ${people.participants} has more people than the ${GUESTS} accounts of a drill`,
        );
      await guestsSignedIn();
      const onLoopback = /^127\.|^localhost$/.test(new URL(apiUrl).hostname);
      return holdRoomAt(ctx, { apiUrl, onLoopback, accounts }, people, directory);
    },
    inviteGuests: async () => openGuestRoom(doors, apiUrl, await guestsSignedIn()),
    watchDoors: (guests, log) => watchDoors(ctx, doors, guests, null, log),
    watchPlatform: () => watchCluster(ctx, cluster, namespaces),
    breakIt: (scene, drill, record) => carryOut(ctx, { cluster, namespaces }, drill, { scene, record }),
    accompany: () => Promise.resolve(() => Promise.resolve()),
    // Controllers make anew what was deleted, whether or not anybody waits for it.
    mend: () => Promise.resolve(),
  };
}

/** Those of the health check's call are two others. */
const guestAccounts = (pattern: string): Omit<RoomPlan['accounts'], 'password'> => ({
  emailPattern: pattern.replace(/^health-/, 'drill-'),
  first: 1,
});

async function carryOut(
  ctx: Pick<Context, 'now' | 'monotonic' | 'signal'>,
  { cluster, namespaces }: Pick<DrilledCluster, 'cluster' | 'namespaces'>,
  drill: Drill,
  told: { readonly scene: DrillScene; readonly record: FaultRecord },
): Promise<void> {
  if (!isInCluster(drill)) throw new Error(`${drill.id} has no steps for a cluster`);
  for (const step of drill.kubernetes.steps) {
    ctx.signal.throwIfAborted();
    if (step.act === 'restart-api') await restartApi(ctx, cluster, namespaces.platform, told);
    else await deletePods(ctx, cluster, await findPods(cluster, namespaces, step.who), told);
  }
}
