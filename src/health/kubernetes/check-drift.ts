import type { Cluster } from '../../adapters/cluster.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { readStatus } from '../../deployment/kubernetes/read-status.ts';
import type { CheckResult } from '../check.ts';
import { checkOf, skippedCheck } from '../check-of.ts';

/** More than these are a number. */
const named = 5;

/** Whether anybody changed what the newest revision deployed. */
export async function checkDrift(cluster: Cluster, namespaces: Namespaces): Promise<CheckResult[]> {
  try {
    const { revision, drift } = await readStatus(cluster, namespaces);
    if (revision === null) return [skippedCheck('drift', 'no deployment is on record')];
    const objects = drift.map(
      ({ kind, namespace, name, what }) => `${kind} ${namespace}/${name} was ${what}`,
    );
    const more = objects.length > named ? [`and ${objects.length - named} more`] : [];
    return [
      checkOf('drift', `revision ${revision.number}`, {
        status: drift.length > 0 ? 'warning' : 'ok',
        found: [...objects.slice(0, named), ...more].join('; ') || 'as it was deployed',
        needed: 'what runs is what was deployed',
        ...(drift.length > 0 && {
          hint: 'gomeet status --target kubernetes   names every field and who changed it',
        }),
      }),
    ];
  } catch (error) {
    return [skippedCheck('drift', `not asked: it cannot be worked out: ${(error as Error).message}`)];
  }
}
