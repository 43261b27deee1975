import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { limitsOfPlan, planGroup } from '../../monitoring/plan-limits.ts';
import { RuleFileSchema } from '../../monitoring/rule-file.ts';
import type { PlanDocument } from '../../planning/plan.ts';
import { workloadSpecOf } from './pod-template.ts';

/** The file of the rules' ConfigMap that has nothing but the plan's figures. */
const FILE = 'plan.yml';

interface RulesMap extends ClusterObject {
  readonly data: Readonly<Record<string, string>>;
}

interface Volume {
  readonly configMap?: { readonly name?: string };
}

/**
 * The objects of an overlay with alerts that compare with a plan's figures. The ConfigMap of the rules gets another name, as kustomize gives
 * one to each content, and what mounts it follows: Prometheus reads its rules when it starts. Where the figures are those of the
 * manifests nothing changes.
 */
export function sizeAlerts(objects: readonly ClusterObject[], plan: PlanDocument): ClusterObject[] {
  const rules = objects.find(hasRules);
  const groups = [planGroup(limitsOfPlan(plan))];
  if (rules === undefined || isDeepStrictEqual(groupsIn(rules), groups)) return [...objects];
  const sized = withGroups(rules, groups);
  return objects.map((object) =>
    object === rules ? sized : mountingInstead(object, rules, sized.metadata.name),
  );
}

const hasRules = (object: ClusterObject): object is RulesMap =>
  object.kind === 'ConfigMap' &&
  object.metadata.labels?.['app.kubernetes.io/name'] === 'prometheus-rules' &&
  FILE in ((object as Partial<RulesMap>).data ?? {});

const groupsIn = ({ data }: RulesMap): unknown => RuleFileSchema.parse(parse(data[FILE] ?? '')).groups;

function withGroups(rules: RulesMap, groups: readonly object[]): RulesMap {
  const data = { ...rules.data, [FILE]: stringify({ groups }) };
  const digest = createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 10);
  // In the place of the ten characters in which kustomize's own digest ends the name.
  const stem = rules.metadata.name.replace(/-[0-9a-z]{10}$/, '');
  return { ...rules, metadata: { ...rules.metadata, name: `${stem}-${digest}` }, data };
}

/** What mounts a ConfigMap mounts another one; everything else stays the same object. */
function mountingInstead(object: ClusterObject, before: ClusterObject, name: string): ClusterObject {
  const spec = workloadSpecOf(object);
  const volumes = (spec?.template.spec.volumes ?? []) as readonly Volume[];
  const isMeant = ({ configMap }: Volume): boolean =>
    configMap?.name === before.metadata.name && object.metadata.namespace === before.metadata.namespace;
  if (spec === null || !volumes.some(isMeant)) return object;
  const moved = volumes.map((volume) =>
    isMeant(volume) ? { ...volume, configMap: { ...volume.configMap, name } } : volume,
  );
  const template = { ...spec.template, spec: { ...spec.template.spec, volumes: moved } };
  return { ...object, spec: { ...spec, template } };
}
