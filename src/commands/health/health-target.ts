import type { Context } from '../../context.ts';
import { findCloud } from '../../deployment/digitalocean/prepare-cloud.ts';
import type { CheckResult } from '../../health/check.ts';
import { checkHealth, type Health, type HealthOptions } from '../../health/check-health.ts';
import { checkKubernetesHealth } from '../../health/kubernetes/check-kubernetes-health.ts';
import { lookAtCluster } from '../../health/kubernetes/look-at-cluster.ts';
import { checkLocal } from '../../health/local/check-local.ts';
import { cloudRequest } from '../cloud/cloud-flags.ts';
import { refuseForeignFlags } from '../deploy/foreign-flags.ts';
import { openKubernetes } from '../deploy/kubernetes-target.ts';

interface Options {
  readonly target?: 'local' | 'kubernetes' | undefined;
  readonly environment?: 'production' | 'staging' | undefined;
  readonly context?: string | undefined;
  readonly apiUrl?: string | undefined;
}

/** The platform of gomeet.yaml under its usual name. */
const planned = {
  file: undefined,
  name: undefined,
  region: undefined,
  domain: undefined,
  registry: undefined,
};

/** What can be asked about the health of one platform. */
export interface HealthTarget {
  /** One look at everything below the call; it writes nothing and disturbs nobody. */
  look(): Promise<readonly CheckResult[]>;
  /** The look, the call, and the run with its report. */
  check(options: HealthOptions): Promise<Health>;
}

/** @throws GomeetError (usage) for flags that the target does not have, (prerequisite) when no cluster answers */
export async function openHealthTarget(
  ctx: Context,
  { target = 'local', environment, context, apiUrl }: Options,
): Promise<HealthTarget> {
  if (target === 'kubernetes') {
    const { cluster, namespaces } = await openKubernetes(ctx, { environment, context });
    const readCloud = ctx.env.DIGITALOCEAN_TOKEN ? () => findCloud(ctx, cloudRequest(planned)) : null;
    const place = { cluster, namespaces, apiUrl, readCloud };
    return {
      look: async () => (await lookAtCluster(ctx, place)).checks,
      check: (options) => checkKubernetesHealth(ctx, place, options),
    };
  }
  refuseForeignFlags('local', { environment, context, apiUrl });
  return {
    look: () => checkLocal(ctx),
    async check(options) {
      await using _lock = await (await ctx.localTarget()).lock('health-check');
      return checkHealth(ctx, options);
    },
  };
}
