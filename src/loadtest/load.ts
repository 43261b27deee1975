import type { KpiId } from '../results/kpi.ts';
import type { Finding, Limit, Run, Table } from '../results/run.ts';
import type { GeneratorResult } from './generator-result.ts';
import type { PlatformSamples } from './platform-samples.ts';

/**
 * A load as data: what is put on the platform, by which script, and what it is judged by. Each scenario has a folder
 * here that turns a request into one; `run-load.ts` runs any of them.
 */
export interface Load {
  /** What the run is called, such as `loadtest rooms`. */
  readonly kind: string;
  /** The file in scenarios/ that k6 runs. */
  readonly script: string;
  /** What was asked, for the report. */
  readonly parameters: Run['parameters'];
  /** The KPIs that decide the verdict. */
  readonly kpis: readonly KpiId[];
  /** How it was measured, in sentences for the reader. */
  readonly method: readonly string[];
  /** What is asked for, in an error's words: `500 participants`. */
  readonly subject: string;
  /** Accounts that the load signs in with; they are there before it starts. */
  readonly accounts: number;
  /**
   * Share of them, 0 to 1, that log in; gomeet opens the sessions of the others itself and signs their access tokens,
   * because so many Argon2id verifications would be the test. All log in where this is absent.
   */
  readonly logInShare?: number;
  /** Open files of the generator process that needs most. */
  readonly openFilesNeeded: number;
  /** Counts that a run reports even if its generator left no result: what was asked, and zero for what came of it. */
  readonly countsAsked: Readonly<Record<string, number>>;
  /** The plan of every generator process. Together they are the load: no participant is in two of them. */
  plans(world: LoadWorld): readonly GeneratorPlan[];
  /** Counts that follow from what both sides measured; they stand beside those of the generator. */
  counts?(outcome: Measured): Readonly<Record<string, number>>;
  /** What this machine could not have carried. */
  limits?(outcome: Measured): readonly Limit[];
  /** What the reader has to know beside the KPIs, beyond what every run tells. */
  findings?(outcome: Measured): readonly Finding[];
  /** What only this kind of load has to show, such as each of its rooms. */
  tables?(outcome: Measured): readonly Table[];
}

/**
 * A plan file of one generator process, still without the place it writes to. Its schema is the script's. Where the
 * processes of a load differ, `script` names that of this one; it is not written to the file.
 */
export type GeneratorPlan = Readonly<Record<string, unknown>> & { readonly script?: string };

/** Where the load goes and what it brings along. */
export interface LoadWorld {
  readonly apiUrl: string;
  /** The password that all accounts of the load test share. */
  readonly password: string;
  readonly clipsDirectory: string;
  readonly onLoopback: boolean;
  /** Unix milliseconds at which several processes begin together; a single one need not wait for it. */
  readonly startAt: number;
  /** A line for each account: its access token, or nothing if it logs in. Null where all log in. */
  readonly accessTokensFile: string | null;
  /** A directory that all generators see and may leave marks for one another in; null where there is none. */
  readonly sharedDirectory: string | null;
}

/** What a run measured, merged over all its generator processes. */
export interface Measured {
  readonly result: GeneratorResult;
  readonly samples: PlatformSamples;
  readonly openFilesMax: number | null;
  /** Cores of the machine that generator and platform ran on. */
  readonly processors: number;
}

/** Accounts of load tests, apart from those of people: a domain that nobody can register (RFC 2606: .test). */
export const loadAccounts = { emailPattern: 'load-%05d@load.gomeet.test', first: 1 } as const;
