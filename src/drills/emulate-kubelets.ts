import { setTimeout as delay } from 'node:timers/promises';
import type { PlatformDoors } from '../adapters/platform-doors.ts';
import type { FaultRecord, FaultScene } from './carry-out-steps.ts';
import { findRoles } from './find-role.ts';
import {
  afterAnswer,
  chartProbe,
  type LivenessProbe,
  type LivenessRecord,
  livenessText,
  ourProbe,
} from './liveness.ts';

/** One media server under a probe. `acts`: what the probe says is done, as a kubelet does it; otherwise it is only told. */
interface Pod {
  readonly service: string;
  readonly url: string;
  readonly probe: LivenessProbe;
  readonly acts: boolean;
}

/**
 * Lets both sets of liveness probes look at media servers, each as a kubelet would. Where there are two servers, the one with the
 * drill's room stands under the official chart's probe and the other under ours, and what the probes say is done: SIGTERM. Where
 * there is one, both look at it and it is only told what they would do.
 *
 * @returns ends the looking
 */
export async function emulateKubelets(scene: FaultScene, record: FaultRecord): Promise<() => Promise<void>> {
  const over = new AbortController();
  const pods = await podsOf(scene);
  const watching = pods.map((pod) => watchPod(scene, record, pod, over.signal));
  return async () => {
    over.abort();
    await Promise.all(watching);
  };
}

async function podsOf({ ctx, doors, connections }: FaultScene): Promise<Pod[]> {
  const { ha, livekit } = connections;
  if (ha === undefined) {
    const alone = { service: 'livekit', url: livekit.apiUrl, acts: false };
    return [chartProbe, ourProbe].map((probe) => ({ ...alone, probe }));
  }
  const [withRoom] = await findRoles(ctx, doors, connections, 'media-node');
  return ha.livekit.map(({ name, url }) => ({
    service: name,
    url: url.replace(/^ws/, 'http'),
    probe: name === withRoom ? chartProbe : ourProbe,
    acts: true,
  }));
}

async function watchPod(
  scene: FaultScene,
  record: FaultRecord,
  pod: Pod,
  signal: AbortSignal,
): Promise<void> {
  const { service, probe, acts } = pod;
  let before = 0;
  const seen: LivenessRecord = { looks: 0, failed: 0, ended: 0 };
  while (!signal.aborted) {
    const isGood = await ask(scene.doors, pod);
    const { failures, kills } = afterAnswer(probe, before, isGood);
    seen.looks += 1;
    seen.failed += isGood ? 0 : 1;
    seen.ended += kills ? 1 : 0;
    const count = `${before + 1} of ${probe.failureThreshold}`;
    if (!isGood) scene.note('platform', `${service}: ${probe.whose} fails (${count})`);
    else if (before > 0) scene.note('platform', `${service}: ${probe.whose} is content again`);
    if (kills)
      await terminate(scene, record, service, `${probe.whose} ${acts ? 'ends' : 'would end'} it`, acts);
    before = failures;
    await delay(probe.periodMs, undefined, { signal }).catch(() => undefined);
  }
  scene.note('note', `${service}: ${livenessText(probe, seen, acts)}`);
}

/** SIGTERM: a media server takes no new room then, and stays until its last participant has left. */
async function terminate(
  { target, note }: FaultScene,
  record: FaultRecord,
  service: string,
  what: string,
  acts: boolean,
): Promise<void> {
  note('platform', `${service}: ${what} (SIGTERM)`);
  if (!acts) return;
  const processId = await processOf(target, service);
  // One that is being started again has nothing to be ended.
  if (processId === null) return;
  record.broken.push({
    act: 'drained',
    service,
    undo: async () => {
      if ((await processOf(target, service)) !== processId) return;
      note(
        'platform',
        `${service}: it still waits for its people, and is ended for good so that a new one takes its place`,
      );
      await target.faults.kill(service);
    },
  });
  await target.faults.kill(service, 'SIGTERM').catch(() => undefined);
}

const processOf = async (target: FaultScene['target'], service: string): Promise<number | null> =>
  (await target.status()).services.find(({ name }) => name === service)?.processId ?? null;

async function ask(doors: PlatformDoors, { url, probe }: Pod): Promise<boolean> {
  const { hostname, port } = new URL(url);
  if (probe.asks === 'tcp') return doors.accepts({ host: hostname, port: Number(port) }, probe.timeoutMs);
  try {
    const { status } = await doors.request({ url, signal: AbortSignal.timeout(probe.timeoutMs) });
    return status >= 200 && status < 400;
  } catch {
    return false;
  }
}
