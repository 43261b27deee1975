/** One field that differs. `before` or `after` is undefined where there is none. */
export interface FieldChange {
  /** As in `spec.template.spec.containers[name=api].image`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Json = Readonly<Record<string, unknown>>;

const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What names an entry of a list, in the order in which Kubernetes' own lists use it. */
const LIST_KEYS = ['name', 'containerPort', 'port', 'key', 'type', 'uid'] as const;

/**
 * The fields in which two values differ. Lists whose entries have names are compared by name, as the server merges them, so
 * that one more container is one change and not a change of all that follow.
 */
export function diffFields(before: unknown, after: unknown, path = ''): FieldChange[] {
  if (Object.is(before, after)) return [];
  if (isMap(before) && isMap(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => diffFields(before[name], after[name], joined(path, name)));
  }
  if (Array.isArray(before) && Array.isArray(after)) return diffLists(before, after, path);
  // A part that came or went as a whole is told field by field, down to what a person can read.
  if (isMap(before) && after === undefined && Object.keys(before).length > 0)
    return Object.entries(before).flatMap(([name, value]) =>
      diffFields(value, undefined, joined(path, name)),
    );
  if (isMap(after) && before === undefined && Object.keys(after).length > 0)
    return Object.entries(after).flatMap(([name, value]) => diffFields(undefined, value, joined(path, name)));
  return [{ path, before, after }];
}

function diffLists(before: readonly unknown[], after: readonly unknown[], path: string): FieldChange[] {
  const key = LIST_KEYS.find((name) => isKeyedBy(before, name) && isKeyedBy(after, name));
  if (key === undefined) {
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    const isShort = [...before, ...after].every((entry) => typeof entry !== 'object');
    if (isShort || before.length !== after.length) return [{ path, before, after }];
    return before.flatMap((entry, index) => diffFields(entry, after[index], `${path}[${index}]`));
  }
  const byKey = (list: readonly unknown[]): Map<unknown, unknown> =>
    new Map(list.map((entry) => [(entry as Json)[key], entry]));
  const [old, young] = [byKey(before), byKey(after)];
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((name) =>
    diffFields(old.get(name), young.get(name), `${path}[${key}=${String(name)}]`),
  );
}

/** Whether each entry has this key, and each another value of it. */
function isKeyedBy(list: readonly unknown[], key: string): boolean {
  const values = list.map((entry) => (isMap(entry) ? entry[key] : undefined));
  return values.every((value) => value !== undefined) && new Set(values).size === values.length;
}

/** Names with dots or slashes, as annotations have, stand in brackets. */
const joined = (path: string, name: string): string =>
  /^[\w-]+$/.test(name) ? (path === '' ? name : `${path}.${name}`) : `${path}["${name}"]`;
