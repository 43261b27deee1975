/** How to find out whether a service does its work: always a real request, never a mere look at its process. */
export type ReadinessCheck =
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'stun'; readonly port: number }
  | { readonly kind: 'redis'; readonly port: number; readonly password: string }
  | { readonly kind: 'program'; readonly command: string; readonly arguments: readonly string[] };

/** How to ask a service to go, and when patience ends. */
export interface StopPolicy {
  readonly signal: 'SIGTERM' | 'SIGINT';
  /** Sends the signal once more after this long: livekit-server takes the second one as "do not wait for participants". */
  readonly repeatAfterMs?: number;
  /** SIGKILL for the whole process group after this long. */
  readonly timeoutMs: number;
}

/**
 * One program of the platform, as data. A `process` runs until it is stopped; a `task` runs once to its end
 * (exit code 0) before the services that need it start.
 */
export interface Service {
  readonly name: string;
  readonly kind: 'process' | 'task';
  readonly command: string;
  readonly arguments: readonly string[];
  /** The whole environment: nothing is inherited from the caller. */
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Runs as this user; as the caller when absent. */
  readonly user?: UserIds;
  /** A group of its own, in which nobody else is: its packets are told from others' by it (`cutOff`). Only root can give one. */
  readonly groupId?: number;
  /** A file system of its own, which a drill can fill (`fillDisk`): where it is mounted. */
  readonly disk?: string;
  /** Other ports that it listens on, besides that of its address. */
  readonly otherPorts?: readonly number[];
  /** Those of its TCP ports that it opens on every address, whatever it is told (`keepToLoopback`). */
  readonly openPorts?: readonly number[];
  /** Its UDP ports for media. */
  readonly mediaPorts?: { readonly first: number; readonly last: number };
  /** Names of the services that have to be ready, or tasks that have to be done, before. */
  readonly needs: readonly string[];
  readonly readiness?: ReadinessCheck;
  readonly readyWithinMs: number;
  readonly stop: StopPolicy;
  /**
   * A folder in which nobody but processes of this service works. PostgreSQL leaves the group of the Patroni that starts it and
   * outlives it; it is found by this.
   */
  readonly folder?: string;
  /** Where others reach it, such as `127.0.0.1:21000`; empty for a task. */
  readonly address: string;
  readonly logFile: string;
  /** Digest of each thing that makes a restart necessary when it differs: `program`, `configuration`, … */
  readonly digests: Readonly<Record<string, string>>;
}

export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/** What happens when a service ends by itself. */
export type RestartPolicy = 'always' | 'never';

export type ServiceState =
  | 'starting'
  | 'ready'
  | 'unhealthy'
  | 'restarting'
  | 'stopping'
  | 'stopped'
  | 'failed'
  | 'done';

/** What the supervisor tells about a service. */
export interface ServiceStatus {
  readonly name: string;
  readonly kind: 'process' | 'task';
  readonly state: ServiceState;
  /** Why it is not ready; absent when it is. */
  readonly reason?: string;
  readonly address: string;
  readonly processId: number | null;
  readonly startedAt: number | null;
  /** Restarts after it had been ready once. */
  readonly restarts: number;
  readonly log: string;
  readonly digests: Readonly<Record<string, string>>;
}
