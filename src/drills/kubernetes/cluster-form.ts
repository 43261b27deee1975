import type { Drill, Objective } from '../drill.ts';
import type { Door } from '../probe.ts';

/** Whose pods are met in a cluster: by the part that they play just now. */
export type PodRole =
  | 'postgres-primary'
  | 'postgres-replica'
  | 'redis-master'
  | 'media-node'
  | 'api-pod'
  | 'gateway-pod'
  | 'every-turn-pod';

/** One step of a fault in a cluster. Nothing of it has to be undone: controllers make anew what was deleted. */
export type ClusterStep =
  | { readonly act: 'delete-pods'; readonly who: PodRole }
  /** As `kubectl rollout restart` does it: one role of the API after the other. */
  | { readonly act: 'restart-api' };

/** A drill as it is carried out in a cluster: what is not here is as on one machine. */
export interface ClusterForm {
  readonly steps: readonly ClusterStep[];
  readonly hypothesis: string;
  readonly recovery: string;
  readonly objective?: Objective;
  readonly giveUpAfterMs?: number;
}

/** Why a drill's fault is not brought about in a cluster. */
export interface NotInCluster {
  readonly absent: string;
}

/** A drill that there is in a cluster. */
export type ClusterDrill = Drill & { readonly kubernetes: ClusterForm };

export const isInCluster = (drill: Drill): drill is ClusterDrill => 'steps' in drill.kubernetes;

/** Who is met by a drill. */
export const rolesOf = ({ kubernetes }: ClusterDrill): readonly PodRole[] =>
  kubernetes.steps.flatMap((step) => (step.act === 'delete-pods' ? [step.who] : []));

/** The database has no door of its own in a cluster: it is read and written through the API, behind these doors. */
const throughApi: readonly Door[] = ['database-read', 'database-write'];

/** The drill as it is watched and judged in a cluster. */
export function asInCluster(drill: ClusterDrill): ClusterDrill {
  const { steps: _, ...form } = drill.kubernetes;
  return { ...drill, ...form, doors: drill.doors.filter((door) => !throughApi.includes(door)) };
}
