/** What Patroni tells of one server (`GET /cluster`). */
export interface Member {
  readonly name: string;
  /** `leader`, `sync_standby` or `replica`. */
  readonly role: string;
  /** Of its PostgreSQL: `running`, or `streaming` in later versions, where all is well. */
  readonly state: string;
}

/** What is to be done about the primary's disk. */
export type Decision =
  | { readonly act: 'nothing' }
  | { readonly act: 'hand-over'; readonly from: string; readonly to: string; readonly freeBytes: number }
  /** Its disk is full, and nobody may take its place. */
  | { readonly act: 'stay'; readonly primary: string; readonly why: string };

/**
 * Below this a disk counts as full: what fills up slowly leaves room for a checkpoint and a shutdown in good order, which need some.
 */
export const fullBelowBytes = 64 * 1024 ** 2;

/** Who takes over must have four times as much: two disks that fill together would hand the lease to and fro otherwise. */
export const fitFromBytes = 4 * fullBelowBytes;

/**
 * Whether the primary gives its place up, and to whom: only to the standby that has every acknowledged commit, and that has room itself.
 *
 * @param freeBytesOf of each server by name; undefined where that cannot be seen
 */
export function decide(
  members: readonly Member[],
  freeBytesOf: (name: string) => number | undefined,
): Decision {
  const primary = members.find(({ role }) => role === 'leader')?.name;
  const freeBytes = primary === undefined ? undefined : freeBytesOf(primary);
  if (primary === undefined || freeBytes === undefined || freeBytes >= fullBelowBytes)
    return { act: 'nothing' };
  const synchronous = members.filter(
    ({ role, state }) => role === 'sync_standby' && ['running', 'streaming'].includes(state),
  );
  const [roomiest] = synchronous.toSorted((a, b) => (freeBytesOf(b.name) ?? 0) - (freeBytesOf(a.name) ?? 0));
  if (roomiest === undefined)
    return { act: 'stay', primary, why: 'no standby has every acknowledged commit' };
  const room = freeBytesOf(roomiest.name) ?? 0;
  if (room < fitFromBytes)
    return { act: 'stay', primary, why: `${roomiest.name} has only ${room} bytes left itself` };
  return { act: 'hand-over', from: primary, to: roomiest.name, freeBytes };
}
