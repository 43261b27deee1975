import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Change } from './change-set.ts';
import { replicasOf } from './media-deployment.ts';

const NAME_LABEL = 'app.kubernetes.io/name';
/** Tells its objects from those of the stable version; sizing leaves them alone. */
const TRACK = { 'gomeet.io/track': 'canary' };

/** A service of the API whose pods change: what is there, and what is to be. */
export interface CanaryRole {
  readonly service: string;
  readonly desired: ClusterObject;
  readonly live: ClusterObject;
}

/** The Deployments that get another pod: a first deployment has no old version beside which a new one could be judged. */
export function rolesThatChange(changes: readonly Change[]): CanaryRole[] {
  return changes.flatMap(({ action, key, fields, desired, live }) => {
    const hasNewPods = fields.some(({ path }) => path.startsWith('spec.template'));
    if (action !== 'update' || key.kind !== 'Deployment' || !hasNewPods) return [];
    return desired === null || live === null ? [] : [{ service: key.name, desired, live }];
  });
}

interface DeploymentSpec {
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: object;
  };
}

/**
 * The new version beside the stable one: a Deployment and a Service `<name>-canary`. It gets as many pods as the stable one has
 * now, for in its last step it carries everything.
 */
export function canaryObjects({ service, desired, live }: CanaryRole, port: number): ClusterObject[] {
  const name = `${service}-canary`;
  const label = { [NAME_LABEL]: name };
  const { template, ...rest } = desired.spec as DeploymentSpec;
  const labels = { ...desired.metadata.labels, ...label, ...TRACK };
  const metadata = { ...desired.metadata, name, labels };
  return [
    {
      ...desired,
      metadata,
      spec: {
        ...rest,
        replicas: replicasOf(live),
        selector: { matchLabels: label },
        template: {
          ...template,
          metadata: {
            ...template.metadata,
            labels: { ...template.metadata.labels, ...label, ...TRACK },
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: label, ports: [{ name: 'http', port, targetPort: 'http' }] },
    },
  ];
}
