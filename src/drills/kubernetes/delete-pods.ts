import type { Cluster } from '../../adapters/cluster.ts';
import type { Context } from '../../context.ts';
import { pause } from '../../deployment/kubernetes/pause.ts';
import type { FaultRecord } from '../carry-out-steps.ts';
import type { DrillScene } from '../drill-ground.ts';
import type { MetPod } from './find-pods.ts';

/**
 * With 0 the API server forgets a pod at once, its processes may live on for their whole grace, and a second pod of the same name
 * may run beside them. With 1 it forgets it when the kubelet says that they have ended, which takes two seconds or three.
 */
const graceSeconds = 1;

/** A kubelet that says nothing by then is away, and so nothing is proven. */
const goneWithinMs = 60_000;
const lookEveryMs = 100;

/** Deletes pods at once, and waits until the kubelets have said that each has ended. */
export async function deletePods(
  ctx: Pick<Context, 'now' | 'monotonic' | 'signal'>,
  cluster: Cluster,
  pods: readonly MetPod[],
  { scene, record }: { readonly scene: Pick<DrillScene, 'note'>; readonly record: FaultRecord },
): Promise<void> {
  await Promise.all(
    pods.map(async (pod) => {
      const { namespace, name, uid, node } = pod;
      const atMs = ctx.monotonic();
      const command = `kubectl delete pod -n ${namespace} ${name} --now`;
      const wallMs = ctx.now();
      const wasThere = await cluster.delete(keyOf(pod), { uid, gracePeriodSeconds: graceSeconds });
      if (!wasThere) throw new Error(`${namespace}/${name} was gone before it could be deleted`);
      record.atMs ??= atMs;
      record.wallMs ??= wallMs;
      record.commands.push(command);
      scene.note('fault', `${namespace}/${name} on ${node}: deleted, by \`${command}\``, atMs);
      const goneAtMs = await awaitGone(ctx, cluster, pod);
      if (goneAtMs === null)
        record.unproven.push(
          `${namespace}/${name}: ${goneWithinMs / 1000} s after its deletion the kubelet of ${node} had not said that it ended`,
        );
      else
        record.proofs.push(
          `${namespace}/${name} (uid ${uid}): the kubelet of ${node} said after ${((goneAtMs - atMs) / 1000).toFixed(1)} s that it has ended`,
        );
    }),
  );
}

const keyOf = ({ namespace, name }: MetPod) => ({ apiVersion: 'v1', kind: 'Pod', namespace, name });

/** When it was not there any more, or another had its name; null when it still was when patience ended. */
async function awaitGone(
  ctx: Pick<Context, 'monotonic' | 'signal'>,
  cluster: Pick<Cluster, 'get'>,
  pod: MetPod,
): Promise<number | null> {
  const deadlineMs = ctx.monotonic() + goneWithinMs;
  for (;;) {
    const live = await cluster.get(keyOf(pod));
    if (live?.metadata.uid !== pod.uid) return ctx.monotonic();
    if (ctx.monotonic() > deadlineMs) return null;
    ctx.signal.throwIfAborted();
    await pause(lookEveryMs, ctx.signal);
  }
}
