import type { Cloud } from '../../adapters/digitalocean/cloud.ts';

export type CloudKind =
  | 'tags'
  | 'network'
  | 'registry'
  | 'cluster'
  | 'node-pool'
  | 'database'
  | 'database-access'
  | 'registry-access'
  | 'firewall'
  | 'object-storage-key'
  | 'bucket'
  | 'load-balancer'
  | 'domain'
  | 'dns-record';

/** Something that was found in the account. */
export interface Sighting {
  readonly id: string;
  readonly state: 'ready' | 'waiting' | 'failed';
  /** The state in words: `12 of 55 nodes run`. */
  readonly text: string;
  /** What `update` would change: `nodes 55 → 57`. */
  readonly differences: readonly string[];
  /** What cannot be changed, or is not ours: a person has to decide. */
  readonly conflicts: readonly string[];
  /** Somebody else's: it is used as it is, and never removed. */
  readonly foreign?: string | undefined;
  /** Something a reader should know that is left as it is. */
  readonly notes?: readonly string[];
  /** How many of the planned machines are there and charged for: 3 of 5. What is missing is what `update` adds to the bill. */
  readonly machines?: { readonly found: number; readonly planned: number };
}

/** Ids of what was found so far, by `kind/name`: others are asked for by them. */
export type Ids = Map<string, string>;

/**
 * One thing in the account: how it is found, made, brought in line and removed. The account itself is the only state that is
 * kept: everything is found again by its name, also after a command that was killed half-way.
 */
export interface CloudResource {
  readonly kind: CloudKind;
  readonly name: string;
  /** Those of one stage are made side by side, each stage after the one before is ready. */
  readonly stage: 1 | 2 | 3 | 4;
  /** Lines of the bill that it brings with it. */
  readonly billLines: readonly string[];
  /** Null: it is not there. A text: it cannot be made yet, and why. */
  find(cloud: Cloud, ids: Ids): Promise<Sighting | string | null>;
  create(cloud: Cloud, ids: Ids): Promise<void>;
  /** Brings it in line; only called when there are differences. */
  update(cloud: Cloud, ids: Ids, sighting: Sighting): Promise<void>;
  /** Removes it; a text: it stays, and why. */
  readonly remove:
    | { readonly kept: string }
    | ((cloud: Cloud, ids: Ids, sighting: Sighting) => Promise<void>);
}

export const keyOf = ({ kind, name }: Pick<CloudResource, 'kind' | 'name'>): string => `${kind}/${name}`;

/** A thing that is just there. */
export const ready = (id: string, text = 'ready'): Sighting => ({
  id,
  state: 'ready',
  text,
  differences: [],
  conflicts: [],
});

/** Of a thing that is never changed once it is there. */
export const neverUpdated = async (): Promise<void> => {};
