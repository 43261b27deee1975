/** JSON schemas of every type that an API server knows, types of operators included, as kubeconform reads them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { ClusterConnection } from '../../src/adapters/cluster-request.ts';
import { loadKubeConfig } from '../../src/adapters/kube-config.ts';

interface Schema {
  readonly [field: string]: unknown;
}

interface GroupDocument {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Where kubeconform looks for the schema of an object, by its own names for the parts. */
export const schemaLocation = (folder: string): string =>
  join(folder, '{{.Group}}-{{.ResourceAPIVersion}}-{{.ResourceKind}}.json');

/** What belongs to no group has its version in the group's place. */
const fileOf = ({ group, version, kind }: Kind): string =>
  `${group || version}-${version}-${kind.toLowerCase()}.json`;

/** The files in which the schemas of a CustomResourceDefinition's versions are. */
export function schemaFilesOf({ spec }: ClusterObject): string[] {
  const { group, names, versions } = spec as {
    group: string;
    names: { kind: string };
    versions: readonly { name: string; served: boolean }[];
  };
  return versions
    .filter(({ served }) => served)
    .map(({ name }) => fileOf({ group, version: name, kind: names.kind }));
}

/** Writes a file for each type, in which everything that it refers to is at hand. @returns the files' names */
export async function writeSchemas(kubeconfig: string, folder: string): Promise<ReadonlySet<string>> {
  const config = loadKubeConfig(kubeconfig, undefined);
  const connection = new ClusterConnection(config, config.getCurrentCluster()?.server ?? '');
  const read = async (path: string): Promise<unknown> => {
    const { body } = await connection.send({ method: 'GET', path });
    // The list of the documents says that it is plain text.
    return typeof body === 'string' ? JSON.parse(body) : body;
  };
  const { paths } = (await read('/openapi/v3')) as { paths: Record<string, unknown> };
  mkdirSync(folder, { recursive: true });
  const written = new Set<string>();
  for (const path of Object.keys(paths)) {
    const { components } = (await read(`/openapi/v3/${path}`)) as Partial<GroupDocument>;
    const schemas = components?.schemas ?? {};
    const definitions = Object.fromEntries(
      Object.entries(schemas).map(([name, schema]) => [name, strict(schema)]),
    );
    for (const [name, schema] of Object.entries(schemas)) {
      for (const kind of kindsOf(schema)) {
        const file = fileOf(kind);
        writeFileSync(join(folder, file), JSON.stringify({ $ref: `#/definitions/${name}`, definitions }));
        written.add(file);
      }
    }
  }
  return written;
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

const kindsOf = (schema: Schema): readonly Kind[] =>
  ((schema['x-kubernetes-group-version-kind'] ?? []) as Kind[]).filter(
    ({ kind }) => !/List$|Options$/.test(kind),
  );

/** The schema with references that stay in its own file, and without room for fields that it does not know. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, format, properties, default: _default, ...rest } = schema as Schema;
  const own = each(rest);
  if (typeof $ref === 'string')
    return { ...own, $ref: $ref.replace('#/components/schemas/', '#/definitions/') };
  if (format === 'int-or-string' || own['x-kubernetes-int-or-string'] === true)
    return { ...own, type: ['string', 'integer'] };
  if (properties === undefined) return own;
  const isOpen =
    own.additionalProperties !== undefined || own['x-kubernetes-preserve-unknown-fields'] === true;
  // The names in here are those of fields, whatever they mean in a schema.
  const fields = { ...own, properties: each(properties as Schema) };
  return isOpen ? fields : { ...fields, additionalProperties: false };
}

const each = (schema: Schema): Record<string, unknown> =>
  Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]));
