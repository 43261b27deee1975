import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { PlanDocument, Workload } from '../../planning/plan.ts';
import { keyOf, shownKey } from './object-key.ts';
import { workloadSpecOf } from './pod-template.ts';
import { scaleTargetOf, sizeAutoscaler } from './size-autoscaler.ts';
import { sizePostgres } from './size-postgres.ts';
import { sizeWorkload } from './size-workload.ts';
import { storageGibOf } from './storage-of-plan.ts';

/** Says which of the plan's workloads an object carries. */
const WORKLOAD_LABEL = 'gomeet.io/workload';

const isPostgres = ({ kind, apiVersion }: ClusterObject): boolean =>
  kind === 'Cluster' && apiVersion.startsWith('postgresql.cnpg.io/');

const makesPods = (object: ClusterObject): boolean => workloadSpecOf(object) !== null || isPostgres(object);

const labelOf = ({ metadata }: ClusterObject): string | undefined => metadata.labels?.[WORKLOAD_LABEL];

/** One that has pods beside the plan's: a canary gets its share of them from whoever rolls it out. */
const isBeside = ({ metadata }: ClusterObject): boolean => metadata.labels?.['gomeet.io/track'] === 'canary';

/**
 * The objects of an overlay with a plan's numbers in them: replicas or the limits of their autoscaler, requests and limits,
 * node pools, sizes of volumes. Everything else stays as it is written.
 *
 * @throws GomeetError (usage) where plan and overlay are not about the same platform, or the plan is of another version
 */
export function sizeObjects(objects: readonly ClusterObject[], plan: PlanDocument): ClusterObject[] {
  if (plan.schema !== 'gomeet.plan/v1') throw otherVersion(plan.schema);
  const workloads = new Map(plan.workloads.map((workload) => [workload.name, workload]));
  const carriers = objects.filter(
    (object) => labelOf(object) !== undefined && makesPods(object) && !isBeside(object),
  );
  throwIfMismatched(carriers, workloads);
  const autoscalers = objects.filter((object) => scaleTargetOf(object) !== null);
  return objects.map((object) => {
    const scaled = scaleTargetOf(object);
    const carrier = scaled === null ? object : carriers.find((each) => isTarget(each, object));
    const name = carrier === undefined || !carriers.includes(carrier) ? undefined : labelOf(carrier);
    if (name === undefined) return object;
    const workload = workloads.get(name);
    if (workload === undefined) return withoutPods(object);
    if (scaled !== null) return sizeAutoscaler(object, workload);
    const sizing = {
      workload,
      isScaled: autoscalers.some((autoscaler) => isTarget(object, autoscaler)),
      storageGib: storageGibOf(plan, workload),
    };
    return isPostgres(object) ? sizePostgres(object, sizing) : sizeWorkload(object, sizing);
  });
}

function isTarget(object: ClusterObject, autoscaler: ClusterObject): boolean {
  const target = scaleTargetOf(autoscaler);
  return (
    target?.kind === object.kind &&
    target.name === object.metadata.name &&
    autoscaler.metadata.namespace === object.metadata.namespace
  );
}

/** A plan leaves out what nobody needs; only for TURN that is possible. */
const withoutPods = (object: ClusterObject): ClusterObject => ({
  ...object,
  spec: { ...(object.spec as object), replicas: 0 },
});

function throwIfMismatched(
  carriers: readonly ClusterObject[],
  workloads: ReadonlyMap<string, Workload>,
): void {
  const names = carriers.map(labelOf);
  const uncarried = [...workloads.keys()].filter((name) => !names.includes(name));
  if (uncarried.length > 0)
    throw mismatch(`the plan has workloads that no object of the overlay carries: ${uncarried.join(', ')}`);
  const unplanned = carriers.filter((object) => {
    const name = labelOf(object) ?? '';
    return name !== 'turn' && !workloads.has(name);
  });
  if (unplanned.length > 0)
    throw mismatch(
      `the overlay has workloads that the plan does not size: ${unplanned.map((object) => shownKey(keyOf(object))).join(', ')}`,
    );
  const twice = carriers.find((object, index) => names.indexOf(labelOf(object)) !== index);
  if (twice !== undefined)
    throw mismatch(
      `two objects carry the workload ${labelOf(twice)}; the second is ${shownKey(keyOf(twice))}`,
    );
}

const mismatch = (message: string): GomeetError =>
  new GomeetError(message, {
    exitCode: ExitCode.usage,
    code: 'plan-and-overlay-differ',
    hint: 'plan.database: self-hosted goes with the overlay self-hosted, managed with digitalocean-managed: gomeet plan --out plan.json',
  });

const otherVersion = (schema: string): GomeetError =>
  new GomeetError(`the plan has schema "${schema}"; accepted: gomeet.plan/v1`, {
    exitCode: ExitCode.usage,
    code: 'invalid-plan',
    hint: 'gomeet plan --out plan.json',
  });
