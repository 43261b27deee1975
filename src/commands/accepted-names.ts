/**
 * The names that a schema accepts, kept beside it: zod does not tell of what a refinement knows, and the command line has to
 * answer `--help` without loading zod.
 */
const namesOf = new WeakMap<object, readonly string[]>();

export function acceptNames<Schema extends object>(schema: Schema, names: readonly string[]): Schema {
  namesOf.set(schema, names);
  return schema;
}

/** The names that a schema of `oneOf` accepts; undefined for any other schema. */
export const acceptedNames = (schema: object): readonly string[] | undefined => namesOf.get(schema);
