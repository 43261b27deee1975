import { dirname } from 'node:path';
import { changeSet, pendingChanges } from './change-set.ts';
import type { Fault, FaultAnswer } from './fault.ts';
import { injectFault } from './inject-fault.ts';
import { writeJson } from './json-file.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { Service, ServiceStatus, StopPolicy } from './service.ts';
import { ServiceRunner, type StartFailure } from './service-runner.ts';

/** One thing that happened while changes were applied; sent to the command that asked for them. */
export type SupervisorEvent =
  | { readonly event: 'service'; readonly name: string; readonly state: string; readonly tookMs: number }
  | { readonly event: 'end'; readonly failures: readonly StartFailure[] };

/** A process on record. If the supervisor is killed, the next command stops it by this. */
export interface RecordedProcess {
  readonly name: string;
  readonly identity: ProcessIdentity;
  readonly stop: StopPolicy;
}

/** Owns the processes of one local target. Requests are carried out one after the other. */
export class Supervisor {
  readonly #recordPath: string;
  readonly #runners = new Map<string, ServiceRunner>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(recordPath: string) {
    this.#recordPath = recordPath;
  }

  get isEmpty(): boolean {
    return this.#runners.size === 0;
  }

  /** Every service after a fresh look at it. */
  async look(): Promise<ServiceStatus[]> {
    return Promise.all([...this.#runners.values()].map((runner) => runner.look()));
  }

  /** Makes the running set equal to `desired`: stops what goes or differs, then starts by dependency. */
  apply(desired: readonly Service[], emit: (event: SupervisorEvent) => void): Promise<void> {
    return this.#inTurn(async () => {
      const statuses = [...this.#runners.values()].map(({ status }) => status);
      const pending = pendingChanges(changeSet(statuses, desired));
      const doomed = pending.filter(({ action }) => action !== 'start').map(({ name }) => name);
      await this.#stop(new Set(doomed), emit);
      const toStart = new Set(pending.filter(({ action }) => action !== 'stop').map(({ name }) => name));
      emit({ event: 'end', failures: await this.#start(desired, toStart, emit) });
    });
  }

  /** Brings a fault into one service, or mends it. Waits for nobody, so that it comes at its time. */
  fault(fault: Fault): Promise<FaultAnswer> {
    return injectFault(dirname(this.#recordPath), fault, this.#runners);
  }

  /** Stops everything, dependents first. */
  stopAll(emit: (event: SupervisorEvent) => void): Promise<void> {
    return this.#inTurn(async () => {
      await this.#stop(new Set(this.#runners.keys()), emit);
      emit({ event: 'end', failures: [] });
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #start(
    desired: readonly Service[],
    names: ReadonlySet<string>,
    emit: (event: SupervisorEvent) => void,
  ): Promise<StartFailure[]> {
    const failures: StartFailure[] = [];
    const up = new Map<string, Promise<boolean>>();
    for (const service of desired) {
      const needed = Promise.all(service.needs.map((need) => up.get(need) ?? true));
      const isUp = needed.then(async (ready) => {
        if (!ready.every(Boolean)) return false;
        const failure = names.has(service.name)
          ? await this.#startOne(service, emit)
          : await this.#runners.get(service.name)?.recover();
        if (failure !== undefined) failures.push(failure);
        return failure === undefined;
      });
      up.set(service.name, isUp);
    }
    await Promise.all(up.values());
    return failures;
  }

  async #startOne(
    service: Service,
    emit: (event: SupervisorEvent) => void,
  ): Promise<StartFailure | undefined> {
    const { name } = service;
    const startedAt = Date.now();
    const runner = new ServiceRunner(service, () => this.#record());
    this.#runners.set(name, runner);
    const failure = await runner.start();
    emit({ event: 'service', name, state: runner.status.state, tookMs: Date.now() - startedAt });
    return failure;
  }

  async #stop(names: ReadonlySet<string>, emit: (event: SupervisorEvent) => void): Promise<void> {
    const gone = new Map<string, Promise<void>>();
    const inReverse = [...this.#runners.values()].filter(({ service }) => names.has(service.name)).reverse();
    for (const runner of inReverse) {
      const { name } = runner.service;
      const dependents = inReverse.filter(({ service }) => service.needs.includes(name));
      const stopped = Promise.all(dependents.map(({ service }) => gone.get(service.name))).then(async () => {
        const startedAt = Date.now();
        const wasRunning = runner.service.kind === 'process' || runner.identity !== undefined;
        await runner.stop();
        this.#runners.delete(name);
        this.#record();
        if (wasRunning) emit({ event: 'service', name, state: 'stopped', tookMs: Date.now() - startedAt });
      });
      gone.set(name, stopped);
    }
    await Promise.all(gone.values());
  }

  #record(): void {
    const processes: RecordedProcess[] = [...this.#runners.values()].flatMap(({ service, identity }) =>
      identity === undefined ? [] : [{ name: service.name, identity, stop: service.stop }],
    );
    try {
      writeJson(this.#recordPath, processes);
    } catch (error) {
      // Needed only if this process is killed; a full disk must not stop it from supervising.
      process.stderr.write(`${new Date().toISOString()} cannot write ${this.#recordPath}: ${error}\n`);
    }
  }
}
