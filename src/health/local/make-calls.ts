import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connections } from '../../adapters/local-target.ts';
import { buildRun } from '../../loadtest/build-run.ts';
import type { NetworkFace } from '../../loadtest/room/network.ts';
import { type LoadNeeds, measureLoad, prepareLoad, type RunPlace } from '../../loadtest/run-load.ts';
import type { Run } from '../../results/run.ts';
import { type CallPath, callCheck, callNotTried } from '../call-check.ts';
import { callLoad, callOver, facesOf } from '../call-load.ts';
import type { CheckResult } from '../check.ts';

interface Calls {
  readonly checks: readonly CheckResult[];
  /** Of the direct one, which is the run that the report shows. */
  readonly run: Run;
}

/** Two meet on each path that the platform has, one path after another: side by side they would take each other's processor. */
export async function makeCalls(ctx: LoadNeeds, place: RunPlace, paths: readonly CallPath[]): Promise<Calls> {
  const ready = await prepareLoad(ctx, callLoad);
  const run = buildRun(await measureLoad(ctx, place, ready, callLoad));
  const checks = [callCheck(run)];
  for (const path of paths.filter((each) => each !== 'direct')) {
    const faces = pathOf(path, ready.connections);
    if (typeof faces === 'string') {
      checks.push(callNotTried(path, faces));
      continue;
    }
    if (ctx.signal.aborted) break;
    const runDirectory = join(place.runDirectory, path);
    await mkdir(runDirectory);
    const outcome = await measureLoad(ctx, { ...place, runDirectory }, ready, callOver(faces));
    checks.push(callCheck(buildRun(outcome), path));
  }
  return { checks, run };
}

/** The network that both have, or why there is no such path. */
function pathOf(path: CallPath, { ha, livekit }: Connections): readonly NetworkFace[] | string {
  if (path !== 'tcp' && ha === undefined)
    return 'no TURN server in this profile; gomeet deploy --profile ha has one';
  if (path === 'tcp' && livekit.tcpPort === undefined)
    return 'LiveKit’s TCP port is closed: only root can keep it to this machine (nftables)';
  return facesOf(path, ha?.turn.tls.files.authority);
}
