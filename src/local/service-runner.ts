import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { checkReadiness } from './check-readiness.ts';
import { logTail, openLog } from './log-file.ts';
import { identify, type ProcessIdentity, signalProcess } from './process-identity.ts';
import { restartDelayMs } from './restart-delay.ts';
import type { RestartPolicy, Service, ServiceState, ServiceStatus } from './service.ts';
import { serviceProcesses, signalAll } from './service-processes.ts';
import { stopStrays } from './stop-strays.ts';

/** Why a service did not come up, with the end of its log. */
export interface StartFailure {
  readonly name: string;
  readonly reason: string;
  /** True when it still ran but was not ready in time; false when it ended by itself. */
  readonly timedOut: boolean;
  readonly log: string;
  readonly logTail: readonly string[];
}

/** Between two looks at a service that is coming up. */
const lookEveryMs = 40;

/** One service under supervision: starts it, waits for its readiness, starts it again when it falls, stops it. */
export class ServiceRunner {
  readonly service: Service;
  restartPolicy: RestartPolicy = 'always';
  readonly #onChange: () => void;
  #state: ServiceState = 'stopped';
  #reason: string | undefined;
  #identity: ProcessIdentity | undefined;
  #startedAt: number | null = null;
  #readyAt = 0;
  #restarts = 0;
  #failuresInARow = 0;
  #logOffset = 0;
  #exit: Promise<string> = Promise.resolve('never started');
  #halt = new AbortController();

  /** @param onChange is called, synchronously, after everything that the record of processes has to know */
  constructor(service: Service, onChange: () => void) {
    this.service = service;
    this.#onChange = onChange;
  }

  get identity(): ProcessIdentity | undefined {
    return this.#identity;
  }

  /** Every process of it that lives, whatever group it is in. */
  get processIds(): number[] {
    return serviceProcesses(this.#identity?.processId, this.service.folder);
  }

  get status(): ServiceStatus {
    const { name, kind, address, logFile, digests } = this.service;
    return {
      name,
      kind,
      state: this.#state,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      address,
      processId: this.#identity?.processId ?? null,
      startedAt: this.#startedAt,
      restarts: this.#restarts,
      log: logFile,
      digests,
    };
  }

  /** Like `status`, after a fresh look at a service that claims to be ready. */
  async look(): Promise<ServiceStatus> {
    const { readiness } = this.service;
    if (this.#state !== 'ready' || readiness === undefined) return this.status;
    const reason = await checkReadiness(readiness);
    return reason === undefined ? this.status : { ...this.status, state: 'unhealthy', reason };
  }

  /** Starts it and waits until it is ready (a task: done). Returns the failure, after which nothing of it runs. */
  async start(): Promise<StartFailure | undefined> {
    this.#halt = new AbortController();
    this.#launch();
    const problem = await this.#becomeReady();
    if (problem === undefined) {
      if (this.service.kind === 'process') void this.#keepRunning();
      return undefined;
    }
    await this.#end();
    this.#become('failed', problem.reason);
    const { name, logFile } = this.service;
    return { name, ...problem, log: logFile, logTail: this.#tail() };
  }

  /** Waits until a service that runs already (and may just be recovering) answers; returns the failure if it does not. */
  async recover(): Promise<StartFailure | undefined> {
    const { name, readyWithinMs, logFile } = this.service;
    const deadline = Date.now() + readyWithinMs;
    for (;;) {
      const { state, reason = state } = await this.look();
      if (state === 'ready' || state === 'done') return undefined;
      if (Date.now() > deadline) {
        const text = `not ready within ${readyWithinMs / 1000} s: ${reason}`;
        return { name, reason: text, timedOut: true, log: logFile, logTail: this.#tail() };
      }
      await delay(lookEveryMs);
    }
  }

  /** Stops it by its own policy; returns when its process is gone. */
  async stop(): Promise<void> {
    this.#halt.abort();
    if (this.#identity !== undefined) this.#become('stopping');
    await this.#end();
    this.#become('stopped');
  }

  #launch(): void {
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#exit = promise.then((how) => {
      this.#identity = undefined;
      return how;
    });
    try {
      const child = this.#spawn();
      this.#identity = child.pid === undefined ? undefined : identify(child.pid);
      this.#startedAt = Date.now();
      child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) =>
        resolve(signal === null ? `exited with code ${code}` : `was ended by ${signal}`),
      );
    } catch (error) {
      // The log could not be opened (a full disk, no descriptors left): a failed start like any other.
      resolve(`could not be started: ${(error as Error).message}`);
    }
    this.#become('starting');
  }

  /** In a session and process group of its own, with nothing open but its log. */
  #spawn(): ChildProcess {
    const { command, arguments: args, env, workingDirectory, user, groupId, logFile } = this.service;
    const { descriptor, offset } = openLog(logFile);
    this.#logOffset = offset;
    try {
      const stdio: StdioOptions = ['ignore', descriptor, descriptor];
      return spawn(command, [...args], {
        cwd: workingDirectory,
        env: { ...env },
        stdio,
        detached: true,
        ...user,
        ...(groupId !== undefined && { gid: groupId }),
      });
    } finally {
      closeSync(descriptor);
    }
  }

  /** Waits for readiness; returns undefined when reached, else why not. */
  async #becomeReady(): Promise<{ reason: string; timedOut: boolean } | undefined> {
    const { kind, readiness, readyWithinMs } = this.service;
    const deadline = Date.now() + readyWithinMs;
    const exited = this.#exit.then((how) => ({ how }));
    let reason = 'nothing was heard of it';
    while (Date.now() < deadline) {
      const look =
        kind === 'process' && readiness !== undefined
          ? checkReadiness(readiness)
          : delay(lookEveryMs, reason);
      const result = await Promise.race([exited, look]);
      if (typeof result === 'object') {
        const done = kind === 'task' && result.how === 'exited with code 0';
        if (done) this.#become('done');
        return done ? undefined : { reason: `${result.how} before it was ready`, timedOut: false };
      }
      if (result === undefined) {
        this.#readyAt = Date.now();
        this.#become('ready');
        return undefined;
      }
      reason = result;
      await Promise.race([exited, delay(lookEveryMs)]);
    }
    return { reason: `not ready within ${readyWithinMs / 1000} s: ${reason}`, timedOut: true };
  }

  /** Starts it again, ever more slowly, each time it falls, until it is stopped or falls while its restart policy is `never`. */
  async #keepRunning(): Promise<void> {
    const { signal } = this.#halt;
    while (!signal.aborted) {
      const how = await this.#exit;
      if (signal.aborted) return;
      if (this.restartPolicy === 'never') {
        this.#become('stopped', `${how}; its restart policy is never`);
        return;
      }
      this.#failuresInARow = Date.now() - this.#readyAt > 30_000 ? 0 : this.#failuresInARow + 1;
      const delayMs = restartDelayMs(this.#failuresInARow);
      this.#become('restarting', `${how}; started again in ${delayMs / 1000} s`);
      await delay(delayMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      this.#restarts += 1;
      this.#launch();
      const problem = await this.#becomeReady();
      if (problem?.timedOut) await this.#end();
    }
  }

  /** Signal, patience, SIGKILL; then whatever has left its group. */
  async #end(): Promise<void> {
    const { folder } = this.service;
    await this.#endLeader();
    if (folder !== undefined) await stopStrays(folder, this.service.stop.timeoutMs);
  }

  async #endLeader(): Promise<void> {
    const { signal, repeatAfterMs, timeoutMs } = this.service.stop;
    const identity = this.#identity;
    if (identity === undefined) return;
    const gone = this.#exit;
    const over = new AbortController();
    const later = (afterMs: number, act: () => void): void => {
      delay(afterMs, undefined, { signal: over.signal }).then(act, () => undefined);
    };
    signalProcess(identity, signal, 'process');
    // A paused process (a drill's SIGSTOP) takes no signal but SIGKILL until it is continued.
    signalAll(this.processIds, 'SIGCONT');
    if (repeatAfterMs !== undefined) later(repeatAfterMs, () => signalProcess(identity, signal, 'process'));
    later(timeoutMs, () => signalProcess(identity, 'SIGKILL', 'group'));
    await gone;
    over.abort();
  }

  #become(state: ServiceState, reason?: string): void {
    this.#state = state;
    this.#reason = reason;
    this.#onChange();
  }

  #tail(): string[] {
    return logTail(this.service.logFile, { offset: this.#logOffset, lines: 20 });
  }
}
