import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Namespaces } from './environment.ts';
import { identityOf, keyOf, shownKey } from './object-key.ts';

/** Who else uses or made an object of the set, by the object's identity. */
export type OtherUses = ReadonlyMap<string, string>;

interface Rule {
  readonly apiGroups?: readonly string[];
}

const CRD = 'CustomResourceDefinition';
const isBinding = ({ kind }: ClusterObject): boolean =>
  kind === 'ClusterRoleBinding' || kind === 'RoleBinding';
const isRole = ({ kind }: ClusterObject): boolean => kind === 'ClusterRole' || kind === 'Role';
const groupOfType = ({ spec }: ClusterObject): string =>
  (spec as { group?: string } | undefined)?.group ?? '';
const groupOf = ({ apiVersion }: ClusterObject): string =>
  apiVersion.slice(0, Math.max(0, apiVersion.indexOf('/')));
const groupsOfRole = ({ rules }: ClusterObject): string[] =>
  ((rules ?? []) as readonly Rule[]).flatMap(({ apiGroups = [] }) => apiGroups);

/**
 * What of a set stays because others in the cluster need it: an operator belongs to all of it, and the deletion of a type
 * deletes everybody's objects of it. An operator stays whole (its namespace, rights, webhooks and all its types) as soon as one
 * of its types is in use, and with it the operators that serve what lies in its namespace.
 *
 * @returns why each stays, by identity
 */
export function keptForOthers(
  members: readonly ClusterObject[],
  uses: OtherUses,
  { platform, media }: Namespaces,
): Map<string, string> {
  const ours = new Set<string | undefined>([undefined, platform, media]);
  const homes = [...new Set(members.map(({ metadata }) => metadata.namespace))].filter(
    (name) => !ours.has(name),
  );
  const served = new Map(homes.map((home) => [home, groupsServedFrom(members, home)]));
  const types = members.filter(({ kind }) => kind === CRD);
  const used = new Map<string, string>();
  for (const type of types) {
    const use = uses.get(identityOf(keyOf(type)));
    if (use !== undefined) used.set(groupOfType(type), use);
  }
  const keptHomes = new Map<string | undefined, string>();
  // Each round may bring in an operator that another one needs; it ends when a round brings none.
  for (let known = -1; known < used.size + keptHomes.size; ) {
    known = used.size + keptHomes.size;
    for (const [home, groups] of served) {
      const why = [...used].find(([group]) => groups.has(group))?.[1];
      if (why === undefined || keptHomes.has(home)) continue;
      keptHomes.set(home, why);
      for (const type of types) if (groups.has(groupOfType(type))) used.set(groupOfType(type), why);
      const needed = members.filter(({ metadata }) => metadata.namespace === home).map(groupOf);
      for (const type of types)
        if (needed.includes(groupOfType(type))) used.set(groupOfType(type), `${home} stays, which needs it`);
    }
  }
  const kept = new Map<string, string>(
    members.flatMap((object): [string, string][] => {
      const why = uses.get(identityOf(keyOf(object))) ?? reasonOf(object, keptHomes, used);
      return why === undefined ? [] : [[identityOf(keyOf(object)), why]];
    }),
  );
  return withRoles(members, kept);
}

/** The API groups that the accounts of a namespace may act on: those that its operators serve are among them. */
function groupsServedFrom(members: readonly ClusterObject[], home: string | undefined): Set<string> {
  const names = new Set(
    members.filter((object) => isBinding(object) && homesOf(object).includes(home)).map(roleOf),
  );
  return new Set(
    members.filter((object) => isRole(object) && names.has(object.metadata.name)).flatMap(groupsOfRole),
  );
}

const homesOf = (binding: ClusterObject): (string | undefined)[] =>
  ((binding.subjects ?? []) as readonly { namespace?: string }[]).map(({ namespace }) => namespace);
const roleOf = (binding: ClusterObject): string =>
  (binding.roleRef as { name?: string } | undefined)?.name ?? '';

function reasonOf(
  object: ClusterObject,
  homes: ReadonlyMap<string | undefined, string>,
  used: ReadonlyMap<string, string>,
): string | undefined {
  const { kind, metadata } = object;
  if (kind === CRD) return used.get(groupOfType(object));
  if (kind === 'Namespace') return homes.get(metadata.name);
  if (metadata.namespace !== undefined) return homes.get(metadata.namespace);
  const { webhooks = [] } = object as {
    webhooks?: readonly { clientConfig?: { service?: { namespace?: string } } }[];
  };
  const places = isBinding(object)
    ? homesOf(object)
    : webhooks.map((each) => each.clientConfig?.service?.namespace);
  return places.map((place) => homes.get(place)).find((why) => why !== undefined);
}

/** A role stays with the binding that names it. */
function withRoles(members: readonly ClusterObject[], kept: Map<string, string>): Map<string, string> {
  for (const binding of members.filter(isBinding)) {
    if (!kept.has(identityOf(keyOf(binding)))) continue;
    for (const role of members.filter((object) => isRole(object) && object.metadata.name === roleOf(binding)))
      kept.set(identityOf(keyOf(role)), `${shownKey(keyOf(binding))} stays`);
  }
  return kept;
}

/** Whoever applied a type first owns the name of its group, which never changes; gomeet's own apply shares it with them. @returns undefined where gomeet did */
export function installerOf({ metadata }: ClusterObject): string | undefined {
  const other = metadata.managedFields?.find(
    ({ manager, fieldsV1 }) =>
      manager !== 'gomeet' && 'f:group' in ((fieldsV1?.['f:spec'] ?? {}) as Record<string, unknown>),
  );
  return other === undefined ? undefined : `${other.manager} installed it`;
}
