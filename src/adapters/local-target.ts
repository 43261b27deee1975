import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Change } from '../local/change-set.ts';
import { takenPorts } from '../local/choose-ports.ts';
import { type Connections, connectionsLocal } from '../local/connections-local.ts';
import { type Deployment, deployLocal, planLocal, runningServices } from '../local/deploy-local.ts';
import { downLocal } from '../local/down-local.ts';
import { explainingFileErrors } from '../local/explain-file-error.ts';
import { createFaults, type Faults, notDeployed } from '../local/faults-local.ts';
import type { Alerting } from '../local/ha/ha-inputs.ts';
import { haApiWorkers } from '../local/ha/ha-profile.ts';
import { readJson } from '../local/json-file.ts';
import { layoutOf } from '../local/layout.ts';
import { takeLock } from '../local/lock.ts';
import { type Machine, machine } from '../local/machine.ts';
import { mediaRange, type Ports } from '../local/ports.ts';
import { findDatabaseFolder } from '../local/postgres-place.ts';
import { ownPorts, type ProfileRequest } from '../local/prepare-profile.ts';
import type { LocalProfile } from '../local/profile.ts';
import { readSecrets } from '../local/read-secrets.ts';
import { type TurnCertificate, turnCertificateOf } from '../local/replace-turn-certificate.ts';
import { type SignedSession, signAccessTokens } from '../local/sign-access-tokens.ts';
import { type Status, statusLocal } from '../local/status-local.ts';
import { cacheOf } from '../local/toolchain/cache.ts';
import { createToolchain, type Toolchain } from '../local/toolchain/toolchain.ts';
import type { LocalWorld, WorkProgress } from '../local/world.ts';

export type { Alerting, Connections, LocalProfile };

/** The platform on this machine, as commands and capabilities see it. */
export interface LocalTarget {
  readonly toolchain: Toolchain;
  readonly machine: Machine;
  readonly cacheDirectory: string;
  /** UDP ports that LiveKit's media use. */
  readonly mediaPorts: { readonly first: number; readonly last: number };
  /** The target's own folder, absolute. */
  readonly directory: string;
  /**
   * Takes the target for one command; release it with `await using`.
   *
   * @throws GomeetError (conflict, `locked`) that names who holds it
   */
  lock(purpose: string): Promise<AsyncDisposable>;
  /** Processes of the API in profile `ha` unless another number is asked for. */
  readonly haApiWorkers: number;
  /** What `deploy` would change. */
  plan(request: ProfileRequest): Promise<Change[]>;
  deploy(request: ProfileRequest & { progress: WorkProgress }): Promise<Deployment>;
  status(): Promise<Status>;
  /** @param request.keep names in `directory` that a wipe leaves there */
  down(request: {
    wipe: boolean;
    keep?: readonly string[];
    progress: WorkProgress;
  }): Promise<{ stopped: string[]; wiped: boolean }>;
  /**
   * Addresses and secrets of what runs, for gomeet's own use; never printed.
   *
   * @throws GomeetError (critical, `not-deployed`) when nothing runs
   */
  connections(): Promise<Connections>;
  /** Breaks one service of what runs, and mends it. */
  readonly faults: Faults;
  /** Opens a session for each user and signs its access token, as the API does at login; never printed. */
  signAccessTokens(userIds: readonly string[]): SignedSession[];
  /** What TURN over TLS shows in profile `ha`. */
  readonly turnCertificate: TurnCertificate;
  /**
   * A platform in another folder that listens where this one does: it can run only while this one does not. `signal` ends what it
   * does, in the place of the user's.
   */
  elsewhere(directory: string, signal?: AbortSignal): LocalTarget;
  /** Ports that the user chose and that another program holds. */
  takenPorts(): Promise<{ listener: string; port: number; holder: string }[]>;
  /** Where the database would lie and as whom it would run; undefined when there is no such folder. */
  databaseFolder(): Promise<{ folder: string; user: string } | undefined>;
}

/** The values of the configuration that the local target reads. */
interface LocalConfig {
  readonly local: {
    readonly directory: string;
    readonly ports: Readonly<Record<string, number | undefined>>;
  };
  readonly tools: {
    readonly livekitServer?: string | undefined;
    readonly k6?: string | undefined;
    readonly chromium?: string | undefined;
  };
}

export function createLocalTarget(outside: {
  readonly projectRoot: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly config: LocalConfig;
  now(): number;
  monotonic(): number;
  /** What profile `ha` watches for, read when it is deployed. */
  alerting(): Promise<Alerting>;
}): LocalTarget {
  const { config, cwd, env, projectRoot } = outside;
  const world: LocalWorld = {
    projectRoot,
    env,
    directory: resolve(cwd, config.local.directory),
    ports: config.local.ports,
    configured: {
      'livekit-server': config.tools.livekitServer,
      k6: config.tools.k6,
      chromium: config.tools.chromium,
    },
    cache: cacheOf(env, projectRoot),
    signal: outside.signal,
    now: outside.now,
    alerting: outside.alerting,
  };
  return {
    directory: world.directory,
    toolchain: createToolchain(world),
    machine,
    mediaPorts: mediaRange,
    haApiWorkers,
    cacheDirectory: world.cache.directory,
    lock: (purpose) =>
      explainingFileErrors(async () => {
        mkdirSync(world.directory, { recursive: true });
        return takeLock(layoutOf(world.directory).lock, purpose, world.now());
      }),
    plan: (request) => explainingFileErrors(() => planLocal(world, request)),
    deploy: (request) => explainingFileErrors(() => deployLocal(world, request)),
    status: () => statusLocal(world),
    down: (request) => explainingFileErrors(() => downLocal(world, request)),
    async connections() {
      const connections = await connectionsLocal(world);
      if (connections === undefined) throw notDeployed(world.directory);
      return connections;
    },
    faults: createFaults({ ...world, monotonic: outside.monotonic }),
    signAccessTokens: (userIds) =>
      signAccessTokens(
        readSecrets(layoutOf(world.directory).secrets).accessTokenPrivateKey,
        userIds,
        world.now(),
      ),
    turnCertificate: turnCertificateOf(world.directory),
    elsewhere: (directory, signal = outside.signal) =>
      createLocalTarget({
        ...outside,
        signal,
        config: {
          ...config,
          local: { directory, ports: readJson<Ports>(layoutOf(world.directory).ports) ?? {} },
        },
      }),
    async takenPorts() {
      const own = ownPorts(layoutOf(world.directory), await runningServices(world));
      return takenPorts({ configured: world.ports, own });
    },
    async databaseFolder() {
      const found = await findDatabaseFolder(world.directory);
      if (found === undefined) return undefined;
      return { folder: found.folder, user: found.user === undefined ? 'you' : `user ${found.user.uid}` };
    },
  };
}
