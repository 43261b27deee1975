import type { LocalProfile } from '../adapters/local-target.ts';
import type { CertificateStep } from './certificate-step.ts';
import type { DataStep } from './data-step.ts';
import type { ClusterForm, NotInCluster } from './kubernetes/cluster-form.ts';
import type { Door } from './probe.ts';

/** Whom a step is about: by the part that they play just now, or a service by its name. */
export type Role =
  | 'postgres-primary'
  | 'postgres-replica'
  | 'redis-master'
  | 'every-redis'
  | 'media-node'
  | 'api-worker'
  | `service ${string}`;

/** What is done to somebody. Whatever is still broken when a drill ends is undone, latest first. */
export type FaultAct = 'kill' | 'freeze' | 'stop' | 'cut-off' | 'fill-disk';

/** One step of a fault. Times are milliseconds. */
export type Step =
  | DataStep
  | CertificateStep
  | { readonly act: FaultAct; readonly who: Role }
  /** Undoes what was done to the one whom an earlier step met. */
  | { readonly act: 'mend'; readonly what: FaultAct | 'stay-down' }
  /** Whoever is killed next stays down until it is mended, as when its machine is gone. */
  | { readonly act: 'stay-down'; readonly who: Role }
  | { readonly act: 'wait'; readonly ms: number }
  /** Until a door works again, or so long. */
  | { readonly act: 'await-door'; readonly door: Door; readonly ms: number }
  /** Each API worker is asked to leave and comes back, one after the other. */
  | { readonly act: 'roll-workers' }
  /** Every process at once, then a deployment as after a power cut. */
  | { readonly act: 'kill-everything' }
  | { readonly act: 'cold-start' };

/** What the platform is held to in a drill. */
export interface Objective {
  /** From the fault to the first answer after which every judged door was free of errors for 30 s. */
  readonly rtoMs: number;
  /** Acknowledged writes that may be lost. */
  readonly rpoRows: number;
  /** From the fault until everybody in the room receives media again; where a room is held. */
  readonly mediaBackMs?: number;
  /** How many in the room lose their media: no more, and no fewer, or the fault did not meet whom it was meant for. */
  readonly mediaLostBy?: number;
}

/** Who is in the room of a drill: light participants, the first so many with a camera. */
export interface RoomOfDrill {
  readonly participants: number;
  readonly publishers: number;
  /** Of the participants, 0 to 1: those whose media go through the TURN server that LiveKit names; the others reach it directly. */
  readonly relayedShare?: number;
}

/** A drill: one thing that is broken for real, and what is expected of the platform then. */
export interface Drill {
  readonly id: string;
  readonly title: string;
  /** What should happen, in a sentence that can turn out to be wrong. */
  readonly hypothesis: string;
  readonly profiles: readonly LocalProfile[];
  readonly steps: readonly Step[];
  /** Where there are several of each: what is killed stays away until the others have taken over, as when its machine is gone. */
  readonly haSteps?: readonly Step[];
  /** Those whose outage counts; the others are shown. */
  readonly doors: readonly Door[];
  readonly objective: Objective;
  /** The stop condition: so long after the fault it is mended by hand, however things stand. */
  readonly giveUpAfterMs: number;
  /** How the platform comes to be as it was. */
  readonly recovery: string;
  /** People who are in a room all the while. */
  readonly room?: RoomOfDrill;
  /** The liveness probes of LiveKit's official chart and of our manifests look at the media server, as a kubelet does. */
  readonly kubelets?: true;
  /** It ends on another platform at the same addresses: what is there is compared before that one is taken away. */
  readonly endsElsewhere?: true;
  /** Too long for `--all`; runs when it is named. */
  readonly onRequest?: true;
  /** How it is carried out in a cluster, or why its fault does not exist there. */
  readonly kubernetes: ClusterForm | NotInCluster;
}

/** What is done on a platform of this profile. */
export const stepsOf = (
  { steps, haSteps = steps }: Pick<Drill, 'steps' | 'haSteps'>,
  profile: LocalProfile,
): readonly Step[] => (profile === 'ha' ? haSteps : steps);

/** Somebody is gone for good, a door comes back without them, then they return. */
export const gone = (who: Role, awaited: Door, ms: number): readonly Step[] => [
  { act: 'stay-down', who },
  { act: 'kill', who },
  { act: 'await-door', door: awaited, ms },
  { act: 'mend', what: 'stay-down' },
];

/** Somebody is there and of no use; a door comes back without them, then they are well again. */
export const hampered = (
  act: Exclude<FaultAct, 'kill'>,
  who: Role,
  awaited: Door,
  ms: number,
): readonly Step[] => [
  { act, who },
  { act: 'await-door', door: awaited, ms },
  { act: 'mend', what: act },
];

export const DATA_DOORS: readonly Door[] = ['api', 'chat', 'database-read', 'database-write', 'room-join'];
export const ALL_DOORS: readonly Door[] = [
  'api',
  'websocket',
  'chat',
  'database-read',
  'database-write',
  'room-join',
];
