import type { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Drift } from '../../deployment/kubernetes/drift.ts';
import { driftView } from '../../deployment/kubernetes/drift-view.ts';
import { readStatus } from '../../deployment/kubernetes/read-status.ts';
import { statusView } from '../../deployment/status-view.ts';
import { ExitCode } from '../../errors.ts';
import type { CommandResult } from '../command.ts';
import { type KubernetesOptions, openKubernetes } from '../deploy/kubernetes-target.ts';
import type { statusData } from './status-data.ts';

type Data = z.output<typeof statusData>;

/** What runs in the cluster, and what others have changed since the last deployment. */
export async function statusKubernetes(
  ctx: Context,
  options: KubernetesOptions,
): Promise<CommandResult<Data>> {
  const { cluster, namespaces, environment } = await openKubernetes(ctx, options);
  const { revision, workloads, drift, host } = await readStatus(cluster, namespaces);
  const api = host === null ? null : `https://${host}`;
  const found = {
    target: 'kubernetes' as const,
    profile: environment,
    services: workloads.map((workload) => ({ ...workload })),
    urls: {
      api,
      web: api,
      livekit: host === null ? null : `wss://livekit.${host}`,
      mailbox: null,
      openapi: api === null ? null : `${api}/openapi.json`,
    },
  };
  const isWell = revision?.state === 'deployed' && workloads.every(({ state }) => state === 'ready');
  const head =
    revision === null
      ? []
      : [
          `revision ${revision.number} (${revision.state}) of ${revision.at} by ${revision.by}: ${revision.what}`,
        ];
  return {
    data: {
      ...found,
      revision: revision?.number ?? null,
      drift: drift.map((each: Drift) => ({ ...each, fields: [...each.fields] })),
    },
    text: [...head, statusView(found), ...driftView(drift)].join('\n'),
    exitCode: isWell || revision === null ? ExitCode.ok : ExitCode.critical,
  };
}
