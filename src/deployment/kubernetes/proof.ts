import type { ClusterObject } from '../../adapters/cluster-object.ts';

/** Nodes of one size, as the scheduler sees them. */
export interface ProofPool {
  readonly id: string;
  readonly nodes: number;
  readonly allocatableCores: number;
  readonly allocatableMemoryBytes: number;
  /** Nodes that the plan can do without: a pod that has a node to itself may miss as many. */
  readonly spareNodes: number;
}

/** What is to be placed, on what. */
export interface ProofSubject {
  /** `overlay self-hosted/production, sized by plan reference`. */
  readonly title: string;
  readonly pools: readonly ProofPool[];
  readonly objects: readonly ClusterObject[];
}

/** Pods of one workload that found no node. */
export interface Unplaced {
  readonly workload: string;
  readonly pods: number;
  /**
   * never: an empty node of its pool would be too small · no-room: one would do, but all are too full · spare: the plan
   * can do without these · refused: the API server did not let them be made
   */
  readonly kind: 'never' | 'no-room' | 'spare' | 'refused';
  readonly arithmetic: string;
  /** The scheduler's own words. */
  readonly scheduler: string;
}

/** One state of the cluster and what became of the pods in it. */
export interface ProofScenario {
  readonly id: string;
  readonly title: string;
  readonly pods: number;
  readonly placed: number;
  readonly holds: boolean;
  readonly unplaced: readonly Unplaced[];
}

export interface Proof {
  readonly title: string;
  readonly scheduler: string;
  readonly pools: readonly ProofPool[];
  readonly scenarios: readonly ProofScenario[];
  readonly holds: boolean;
}

/** Without these nothing is wrong: the plan has more than it needs. */
export const isHarmless = ({ kind }: Unplaced): boolean => kind === 'spare';
