import { sql } from 'kysely';
import type { Databases } from '../shards/databases.ts';
import type { Job } from './job.ts';

interface SchedulerOptions {
  readonly jobs: readonly Job[];
  readonly databases: Databases;
  readonly now: () => Date;
  readonly onDone: (job: string, count: number) => void;
  readonly onError: (job: string, error: unknown) => void;
}

/** How often it is asked what is due. */
const lookEveryMs = 60_000;

/**
 * Does each job when it is due, in one of the processes. The row of a job says when it last began and is locked while it
 * runs: a process that is killed gives the lock back, and the job is done again when it is next due.
 */
export class JobScheduler {
  readonly #options: SchedulerOptions;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#round = this.#round.then(() => this.runDue());
    }, lookEveryMs).unref();
  }

  /** Does everything that is due now, one after the other. It never fails: what a job throws is reported. */
  async runDue(): Promise<void> {
    for (const job of this.#options.jobs) {
      if (this.#stopped) return;
      await this.#run(job).catch((error: unknown) => this.#options.onError(job.name, error));
    }
  }

  /** Lets the running job end and begins no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  async #run(job: Job): Promise<void> {
    const { databases, now, onDone } = this.#options;
    const began = now();
    const { directory } = databases;
    await sql`INSERT INTO job_runs (name) VALUES (${job.name}) ON CONFLICT DO NOTHING`.execute(directory);
    await directory.transaction().execute(async (claim) => {
      const { rows } = await sql`
        SELECT FROM job_runs WHERE name = ${job.name}
          AND began_at <= ${began}::timestamptz - make_interval(secs => ${job.everyMs / 1000})
        FOR UPDATE SKIP LOCKED`.execute(claim);
      if (rows.length === 0) return;
      onDone(job.name, await job.run(databases, began));
      await sql`UPDATE job_runs SET began_at = ${began}::timestamptz WHERE name = ${job.name}`.execute(claim);
    });
  }
}
